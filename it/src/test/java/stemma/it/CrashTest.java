package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The node is killed at named points and opened again. strace kills it from outside, at the entry of
 * the n-th call of a kind on a file, so that the code under test knows nothing of it.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class CrashTest {
    private static final int KILLED = 137;
    private static final int ASKED = 75;
    private static final int DEEP_CALLS = 24;

    /** Where the log knows what the tables may not know yet. */
    private static final Set<CrashPoint> BETWEEN_LOG_AND_TABLES =
            EnumSet.of(CrashPoint.INTENT_SYNCED, CrashPoint.RECEIPT_SYNCED, CrashPoint.STATE_DB_WRITE);

    private final Map<CrashPoint.Before, Kept> prepared = new EnumMap<>(CrashPoint.Before.class);
    private NodeHome home;
    private String run;
    private String question = "";

    /** A home as it was before a kill, and the acts that it lists. */
    private record Kept(Path root, List<String> acts) {}

    /** A home with a finished run of two new files that wait to be applied. */
    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        Needs.strace();
        home = NodeHome.in(folder.resolve("node"));
        Said said = home.verb("run", "--", "sh", "-c", "echo 1 > one; echo 2 > two; echo 3 > three");
        assertThat(said.code()).as(said.all()).isZero();
        run = said.err().replaceFirst("(?s).*stemma: run (\\d+\\.\\d+):.*", "$1");
        keep(CrashPoint.Before.RUN_ENDED);
    }

    /** The quick ones, or all, or those whose names {@code -Dstemma.points=PATTERN} matches. */
    static List<CrashPoint> points() {
        String named = System.getProperty("stemma.points", "");
        return Stream.of(CrashPoint.values())
                .filter(point -> named.isEmpty()
                        ? point.quick() || Needs.deep()
                        : point.name().matches(named))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("points")
    void anythingTheNodeWasToldToKeepIsKept(CrashPoint point, TestReporter reporter) throws Exception {
        Kept before = prepare(point.before());
        String verb = point.verb().replace("RUN", run).replace("QUESTION", question);
        String file = point.file().replace("BOX", run.replace('.', '-'));
        Said said = killed(point.calls(), home.root().resolve(file), point.when(), verb.split(" "));
        assertThat(said.code()).as("the point was reached: " + said.all()).isEqualTo(KILLED);
        List<String> acts = new ArrayList<>(stillWhole());
        acts.removeAll(before.acts());
        List<String> unknown =
                acts.stream().filter(act -> act.contains(" unknown ")).toList();
        switch (point.told()) {
            case UNKNOWN -> assertThat(unknown).as("%s", acts).hasSize(1);
            case DONE -> assertThat(acts).hasSize(1).allMatch(act -> act.contains(" done "));
            case NOTHING -> assertThat(acts).isEmpty();
            case EITHER -> assertThat(acts).hasSizeLessThanOrEqualTo(1);
        }
        if (Needs.deep() || BETWEEN_LOG_AND_TABLES.contains(point)) {
            Path database = home.home().resolve("state.db");
            Map<String, List<String>> tables = Tables.of(database);
            Said rebuilt = home.verb("rebuild");
            assertThat(rebuilt.code()).as(rebuilt.all()).isZero();
            assertThat(Tables.of(database))
                    .as("the tables are what the log says")
                    .isEqualTo(tables);
            assertThat(tables.values()).as("there were rows").anyMatch(rows -> !rows.isEmpty());
        }
        goesOn(point);
        Shown.all(reporter, "kill-points", 1, "points");
    }

    /** What a person would do next, and must be able to. */
    private void goesOn(CrashPoint point) throws IOException, InterruptedException {
        switch (point) {
            case APPLY_RENAME -> {
                assertThat(home.work().resolve("one")).as("half of it was done").exists();
                assertThat(home.work().resolve("two")).doesNotExist();
                canBeFinishedOrUndone();
            }
            case APPLY_JOURNAL, APPLY_INTENT_SYNCED, APPLY_RECEIPT_WRITTEN, UNDO_INTENT_SYNCED, UNDO_RECEIPT_SYNCED ->
                canBeFinishedOrUndone();
            case HALT_WRITTEN ->
                assertThat(home.verb("run", "--", "true").code())
                        .as("not halted")
                        .isZero();
            case HALT_SYNCED -> assertThat(home.verb("run", "--", "true").all()).contains("enough");
            case RULES_INTENT_SYNCED, RULES_RECEIPT_SYNCED, QUESTION_SYNCED, APPROVAL_USED -> {
                Said asked = home.verb("discard", run);
                assertThat(asked.code()).as("the rule asks: " + asked.all()).isEqualTo(ASKED);
                assertThat(open()).as("one question, asked once").hasSize(1);
            }
            case ANSWER_SYNCED -> {
                Said discarded = home.verb("discard", run);
                assertThat(discarded.code())
                        .as("the yes holds: " + discarded.all())
                        .isZero();
                assertThat(open()).isEmpty();
            }
            default -> {
                // What every point must keep was checked already.
            }
        }
    }

    /** Makes the home as the point wants it, once for all points that want the same. */
    private Kept prepare(CrashPoint.Before before) throws IOException, InterruptedException {
        if (!prepared.containsKey(before)) {
            switch (before) {
                case RUN_ENDED -> throw new IllegalStateException("it was there from the beginning");
                case APPLIED -> {
                    prepare(CrashPoint.Before.RUN_ENDED);
                    ends(0, "apply", run);
                }
                case RULES_EDITED -> {
                    prepare(CrashPoint.Before.RUN_ENDED);
                    Files.writeString(
                            home.home().resolve("policy.rules"),
                            "ask fs.discard * by operator  # looks first\n",
                            StandardOpenOption.APPEND);
                }
                case RULES_ASK -> {
                    prepare(CrashPoint.Before.RULES_EDITED);
                    ends(0, "log", "tail");
                }
                case ASKED -> {
                    prepare(CrashPoint.Before.RULES_ASK);
                    ends(ASKED, "discard", run);
                    question = open().getFirst();
                }
                case APPROVED -> {
                    prepare(CrashPoint.Before.ASKED);
                    ends(0, "approve", question);
                }
            }
            keep(before);
        }
        Kept kept = kept(before);
        restore(kept);
        return kept;
    }

    private Kept kept(CrashPoint.Before before) {
        return Optional.ofNullable(prepared.get(before)).orElseThrow();
    }

    private void ends(int code, String... verb) throws IOException, InterruptedException {
        Said said = home.verb(verb);
        assertThat(said.code()).as(said.all()).isEqualTo(code);
    }

    /** Takes a copy of the home as it is, and then asks the home what it lists. */
    private void keep(CrashPoint.Before before) throws IOException, InterruptedException {
        Path copy = home.root().resolveSibling("kept-" + before);
        copy(home.root(), copy);
        boolean edited = before == CrashPoint.Before.RULES_EDITED; // whoever asks now adopts them
        List<String> acts = edited ? kept(CrashPoint.Before.RUN_ENDED).acts() : acts();
        prepared.put(before, new Kept(copy, acts));
    }

    /** The ids of the questions that wait. */
    private List<String> open() throws IOException, InterruptedException {
        return home.verb("approval", "list")
                .out()
                .lines()
                .filter(line -> line.matches("\\d+\\.\\d+ +pending .*"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    /** Id, ending and op of each act, the newest first. */
    private List<String> acts() throws IOException, InterruptedException {
        return home.verb("act", "list")
                .out()
                .lines()
                .map(line -> Stream.of(line.split(" +")).limit(3).collect(Collectors.joining(" ")))
                .toList();
    }

    /** Every call of a kind, one after the other; the named points are some of these. */
    @Test
    @EnabledIfSystemProperty(named = "stemma.deep", matches = "true", disabledReason = "tries hundreds of kills")
    void anyCallMayBeTheLast() throws Exception {
        for (String calls : List.of("fdatasync", "fsync", "rename", "unlink")) {
            int when = 1;
            for (int code = KILLED; code == KILLED && when <= DEEP_CALLS; when++) {
                prepare(CrashPoint.Before.RUN_ENDED);
                Said said = home.under(
                                "strace",
                                "-f",
                                "-qq",
                                "-e",
                                "trace=" + calls,
                                "-e",
                                "inject=" + calls + ":signal=SIGKILL:when=" + when,
                                "-o",
                                "/dev/null")
                        .verb("apply", run);
                code = said.code();
                stillWhole();
                if (code == KILLED) {
                    canBeFinishedOrUndone();
                }
            }
            assertThat(when).as(calls + " were counted").isGreaterThan(2);
        }
    }

    @Test
    void aRunningCommandDiesWithTheNodeAndIsUnknown() throws Exception {
        prepare(CrashPoint.Before.RUN_ENDED);
        Path out = home.root().resolve("running.txt");
        Process process = home.builder("run", "--", "sh", "-c", "echo running; echo x > made; sleep 987")
                .redirectOutput(out.toFile())
                .redirectError(home.root().resolve("running.err").toFile())
                .start();
        for (int i = 0; i < 1_200 && !NodeHome.text(out).contains("running"); i++) {
            Thread.sleep(50);
        }
        assertThat(NodeHome.text(out)).contains("running");
        process.destroyForcibly().waitFor();
        assertThat(stillWhole().getFirst()).startsWith("2.1 unknown ");
        assertThat(home.work().resolve("made")).doesNotExist();
        assertThat(ProcessHandle.allProcesses()
                        .filter(p -> p.info()
                                .arguments()
                                .map(a -> List.of(a).contains("987"))
                                .orElse(false)))
                .as("the command does not outlive the node")
                .isEmpty();
    }

    /** What was answered with 200 before the kill is in the log after it. */
    @Test
    void whatAClientWasToldIsInTheLog(TestReporter reporter) throws Exception {
        int kept = 0;
        for (int when : Needs.deep() ? new int[] {40, 47, 54, 61, 68, 75} : new int[] {60}) {
            prepare(CrashPoint.Before.RUN_ENDED);
            List<String> answered = new ArrayList<>();
            NodeHome traced = home.under(
                    "strace",
                    "-f",
                    "-qq",
                    "-P",
                    home.entries().toString(),
                    "-e",
                    "trace=fdatasync",
                    "-e",
                    "inject=fdatasync:signal=SIGKILL:when=" + when,
                    "-o",
                    "/dev/null");
            try (NodeProcess node = NodeProcess.launch(traced)) {
                if (node.awaitGreeting()) {
                    ask(node, answered);
                }
            }
            stillWhole();
            String log = home.verb("log", "tail", "200").out();
            assertThat(answered).allSatisfy(reason -> assertThat(log).contains(reason));
            kept += answered.size();
        }
        assertThat(kept).as("somebody was told something before a kill").isPositive();
        Shown.all(reporter, "answers-kept", kept, "answers");
    }

    private static void ask(NodeProcess node, List<String> answered) throws InterruptedException {
        for (int i = 0; i < 50 && node.alive(); i++) {
            try {
                HttpResponse<String> answer = node.post("/api/halt", "{\"reason\":\"reason-" + i + ".\"}");
                if (answer.statusCode() == 200) {
                    answered.add("reason-" + i + ".");
                }
                node.post("/api/release", "{\"reason\":\"again\"}");
            } catch (IOException gone) {
                return; // killed before it answered, which is the point of the test
            }
        }
    }

    private Said killed(String calls, Path file, int when, String... verb) throws IOException, InterruptedException {
        return home.under(
                        "strace",
                        "-f",
                        "-qq",
                        "-P",
                        file.toString(),
                        "-e",
                        "trace=" + calls,
                        "-e",
                        "inject=" + calls + ":signal=SIGKILL:when=" + when,
                        "-o",
                        "/dev/null")
                .verb(verb);
    }

    /** Opens it again: nothing that was acknowledged is missing. Returns the acts, the newest first. */
    private List<String> stillWhole() throws IOException, InterruptedException {
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isZero();
        assertThat(verified.out()).startsWith("sound");
        List<String> acts = acts();
        assertThat(acts).as("what was acknowledged before").contains(run + " done proc.run");
        return acts;
    }

    private void canBeFinishedOrUndone() throws IOException, InterruptedException {
        Said undone = home.verb("undo", run);
        assertThat(undone.code()).as(undone.all()).isIn(0, 75);
        try (var files = Files.list(home.work())) {
            assertThat(files).as("after " + undone.all()).isEmpty();
        }
        Said applied = home.verb("apply", run);
        assertThat(applied.code()).as(applied.all()).isZero();
        assertThat(home.work().resolve("one")).hasContent("1");
        assertThat(home.work().resolve("three")).hasContent("3");
    }

    private void restore(Kept kept) throws IOException, InterruptedException {
        said("rm", "-rf", home.root().toString());
        copy(kept.root(), home.root());
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        said("cp", "-a", from.toString(), to.toString());
    }

    private static void said(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
