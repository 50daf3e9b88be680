package stemma.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import stemma.core.Digest;
import stemma.core.Event;
import stemma.core.Events;
import stemma.core.Json;
import stemma.core.Refusal;

/** Made-up facts for {@link FixtureNode}, hostile text among them. Nothing here acts on anything. */
final class FixtureWorld {
    static final String HOSTILE = "<img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>";
    private static final String REPORT =
            """
                # Survey of example

                | question | verdict |
                |---|---|
                | what is it | a Maven library, 214 files, mostly Java |
                | does it build | **yes**, in 41 s [act 3.8] |
                | do its tests pass | **312 of 314** [acts 3.9, 3.10] |

                ## What looks risky

                - `Parser.java` has changed in 61 of the last 100 commits [act 3.5]
                - one dependency has no licence file [act 3.6]

                ```
                ParserTest.deepNesting: expected 64 but was 63
                ```

                """ + HOSTILE + " [click](javascript:window.pwned=1) and [the site](https://example.org/a?b=\"c)\n";

    private final Events events;
    private final Random random = new Random(7);
    private final long now = System.currentTimeMillis();
    private final List<FixtureViews.Act> acts = new ArrayList<>();
    private final Map<String, FixtureViews.Approval> approvals = new LinkedHashMap<>();
    private final Map<String, FixtureViews.Goal> goals = new LinkedHashMap<>();
    private final Map<String, FixtureViews.Run> runs = new LinkedHashMap<>();
    private long sequence;
    private boolean halted;

    FixtureWorld(Events events) {
        this.events = events;
        String[] ops = {"fs.read", "fs.list", "fs.search", "fs.write", "proc.exec", "git.log", "net.call", "model.ask"};
        String[] endings = {"done", "done", "done", "done", "done", "done", "denied", "done", "failed", "done"};
        for (int i = 0; i < 130; i++) {
            String op = ops[random.nextInt(ops.length)];
            add(op, target(op, i), endings[random.nextInt(endings.length)], now - (130 - i) * 11_000L);
        }
        add("fs.read", HOSTILE, "done", now - 9_000);
        add("proc.exec", "mvn -q -o package", "unknown", now - 7_000);
        approve("proc.exec", "npm install --ignore-scripts", """
                argv   npm install --ignore-scripts
                cwd    /srv/ada/example
                net    packages.example.org:443
                memory 2 GiB, 120 s""");
        approve(
                "fs.write",
                "/srv/ada/example/.envrc",
                "--- .envrc\n+++ .envrc\n@@ -1 +1,2 @@\n export A=1\n+export PATH=./bin:$PATH\n" + HOSTILE);
        goal("Survey this repository: what is it, does it build, do its tests pass, what looks risky?", "done", REPORT);
        goal(HOSTILE, "failed", "");
        goal("Run its tests and report what fails", "active", "");
        run("3.140", "make test", "pending");
        run("3.141", "sh -c for i in 1 2 3; do echo $i; sleep 1; done", "running");
        run("3.139", "npm run build", "applied");
    }

    synchronized void tick() {
        FixtureViews.Act act =
                add("fs.read", "src/main/java/example/Part" + sequence + ".java", "done", System.currentTimeMillis());
        publish(
                "act",
                act.id(),
                Json.object()
                        .put("id", act.id())
                        .put("op", act.op())
                        .put("target", act.target())
                        .put("ending", act.ending())
                        .put("rule", act.rule())
                        .put("actor", act.actor())
                        .put("atMillis", act.endedMillis())
                        .put("index", act.index())
                        .build());
        publish(
                "run.output",
                "3.141",
                Json.object()
                        .put("id", "3.141")
                        .put("text", "line " + sequence + "\n")
                        .build());
    }

    synchronized FixtureViews.Acts acts(FixtureViews.ActQuery query) {
        List<FixtureViews.Act> found = new ArrayList<>();
        boolean started = query.before().isEmpty();
        for (FixtureViews.Act act : acts.reversed()) {
            if (started
                    && (act.op() + " " + act.target() + " " + act.ending() + " " + act.actor())
                            .contains(query.query())) {
                found.add(act);
            }
            started |= act.id().equals(query.before());
        }
        boolean more = found.size() > query.limit();
        return new FixtureViews.Acts(more ? found.subList(0, query.limit()) : found, more);
    }

    synchronized FixtureViews.Act act(String id) {
        return acts.stream().filter(act -> act.id().equals(id)).findFirst().orElseThrow(() -> unknown("act", id));
    }

    synchronized FixtureViews.Approvals approvals() {
        return new FixtureViews.Approvals(approvals.values().stream()
                .filter(a -> a.state().equals("pending"))
                .toList());
    }

    synchronized FixtureViews.Approval approval(String id) {
        return found(approvals, "approval", id);
    }

    synchronized FixtureViews.Approval answer(String id, String state) {
        FixtureViews.Approval a = approval(id);
        if (!a.state().equals("pending")) {
            throw new Refusal(Refusal.Kind.CONFLICT, "approval " + id + " was answered before: " + a.state());
        }
        FixtureViews.Approval answered = new FixtureViews.Approval(
                a.id(),
                a.op(),
                a.target(),
                a.actor(),
                a.trust(),
                a.sources(),
                a.rule(),
                a.reason(),
                a.askedMillis(),
                a.expiresMillis(),
                state,
                a.estimate(),
                a.detail());
        approvals.put(id, answered);
        publish("approval", id, Json.object().put("id", id).put("state", state).build());
        return answered;
    }

    synchronized FixtureViews.Goals goals() {
        return new FixtureViews.Goals(new ArrayList<>(goals.values()).reversed());
    }

    synchronized FixtureViews.Goal goal(String id) {
        return found(goals, "goal", id);
    }

    synchronized FixtureViews.Goal goal(String text, String state, String report) {
        String id = "3." + (200 + goals.size());
        boolean open = state.equals("active");
        long at = now - 60_000;
        List<FixtureViews.Step> steps = List.of(
                new FixtureViews.Step(
                        1, "Read the build files", "done", at, at + 900, List.of("3.5", "3.6"), "Maven, 3 modules"),
                new FixtureViews.Step(2, "Build in the box", "done", at + 1_000, at + 42_000, List.of("3.8"), "exit 0"),
                new FixtureViews.Step(
                        3,
                        "Run the tests in the box",
                        open ? "running" : state,
                        at + 42_000,
                        open ? 0 : at + 55_000,
                        open ? List.of() : List.of("3.9"),
                        open ? "" : "312 of 314 pass"),
                new FixtureViews.Step(4, "Write the report", open ? "pending" : "done", 0, 0, List.of(), ""));
        FixtureViews.Goal goal = new FixtureViews.Goal(
                id,
                text,
                "/srv/ada/example",
                "survey",
                "embedded",
                state,
                at,
                open ? 0 : at + 56_000,
                state.equals("failed") ? "two tests fail" : "",
                steps,
                report);
        goals.put(id, goal);
        publish("goal", id, Json.object().put("id", id).put("state", state).build());
        return goal;
    }

    synchronized FixtureViews.Runs runs() {
        return new FixtureViews.Runs(List.copyOf(runs.values()));
    }

    synchronized FixtureViews.Run run(String id) {
        return found(runs, "run", id);
    }

    synchronized FixtureViews.Settled settle(String id, String from, String to) {
        FixtureViews.Run run = run(id);
        if (!run.state().equals(from)) {
            throw new Refusal(Refusal.Kind.CONFLICT, "run " + id + " is " + run.state() + ", not " + from);
        }
        runs.put(id, run.in(to));
        publish("run", id, Json.object().put("id", id).put("state", to).build());
        return new FixtureViews.Settled(
                id,
                run.changes().stream()
                        .map(change -> new FixtureViews.File(change.path(), to, ""))
                        .toList());
    }

    synchronized FixtureViews.Tail tail(int count) {
        return new FixtureViews.Tail(acts.reversed().stream()
                .limit(count)
                .map(act -> new FixtureViews.Line(
                        act.index(),
                        act.endedMillis(),
                        "receipt",
                        act.id(),
                        act.op() + " " + act.target() + " " + act.ending()))
                .toList());
    }

    synchronized long size() {
        return acts.size();
    }

    synchronized boolean halt(boolean next) {
        halted = next;
        publish("halt", "", Json.object().put("halted", next).build());
        return halted;
    }

    synchronized String state() {
        boolean waits = approvals.values().stream().anyMatch(a -> a.state().equals("pending"));
        return halted ? "halted" : waits ? "waiting for you" : "alive";
    }

    synchronized List<Replay.Numbered> since(long index, int max) {
        return acts.stream()
                .filter(act -> act.index() > index)
                .limit(max)
                .map(act -> new Replay.Numbered(
                        act.index(),
                        new Event(
                                "act",
                                act.id(),
                                Json.object()
                                        .put("id", act.id())
                                        .put("ending", act.ending())
                                        .put("index", act.index())
                                        .build())))
                .toList();
    }

    private FixtureViews.Act add(String op, String target, String ending, long atMillis) {
        sequence++;
        FixtureViews.Act act = new FixtureViews.Act(
                "3." + sequence,
                op,
                target,
                "goal:3.202",
                "operator",
                List.of("goal:3.202"),
                ending.equals("denied") ? "deny net.call *" : "allow " + op + " in the workspace",
                ending,
                ending.equals("failed") ? "exit 1" : "",
                "0.2 s",
                atMillis,
                atMillis + random.nextInt(900),
                sequence - 1,
                Digest.ofUtf8(target).hex(),
                Digest.ofUtf8(op + target).hex(),
                Json.object().put("exit", 0).put("path", target).build());
        acts.add(act);
        return act;
    }

    private void approve(String op, String target, String detail) {
        FixtureViews.Act act = add(op, target, "waiting", now - 90_000);
        approvals.put(
                act.id(),
                new FixtureViews.Approval(
                        act.id(),
                        op,
                        target,
                        "goal:3.202",
                        "operator",
                        List.of("goal:3.202", "file:package.json"),
                        "ask " + op + " *",
                        "this can run later or reach the network",
                        now - 90_000,
                        now + 1_800_000,
                        "pending",
                        "at most 120 s and 40 MiB",
                        detail));
    }

    private void run(String id, String command, String state) {
        List<FixtureViews.Change> changes = List.of(
                new FixtureViews.Change("created", "target/report.txt", "", List.of(), 18_220),
                new FixtureViews.Change("changed", "src/main/java/example/Parser.java", "", List.of(), 4_101),
                new FixtureViews.Change("renamed", "docs/new.md", "docs/old.md", List.of(), 900),
                new FixtureViews.Change("deleted", "notes.txt", "", List.of(), 0),
                new FixtureViews.Change("changed", ".envrc", "", List.of("runs later"), 60));
        boolean running = state.equals("running");
        runs.put(
                id,
                new FixtureViews.Run(
                        id,
                        command,
                        "/srv/ada/example",
                        state,
                        0,
                        now - 20_000,
                        running ? 0 : now - 12_000,
                        "overlay",
                        List.of(
                                new FixtureViews.Host("packages.example.org", true),
                                new FixtureViews.Host("telemetry.example.com", false)),
                        running ? List.of() : changes,
                        "\u001b[32mok\u001b[0m 312 tests\n" + HOSTILE + "\n"));
    }

    private String target(String op, int i) {
        return switch (op) {
            case "proc.exec" -> "mvn -q -o test -Dtest=Parser" + i + "Test";
            case "net.call" -> "telemetry.example.com:443";
            case "model.ask" -> "qwen3-coder at localhost:11434";
            case "git.log" -> "HEAD~100..HEAD";
            default -> "src/main/java/example/Parser" + i % 9 + ".java";
        };
    }

    private void publish(String topic, String subject, Json.Obj body) {
        events.publish(new Event(topic, subject, body));
    }

    private static <T> T found(Map<String, T> all, String noun, String id) {
        T one = all.get(id);
        if (one == null) {
            throw unknown(noun, id);
        }
        return one;
    }

    private static Refusal unknown(String noun, String id) {
        return new Refusal(Refusal.Kind.NOT_FOUND, "there is no " + noun + " " + id);
    }
}
