package stemma.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stemma.core.Auth;
import stemma.core.Catalogue;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Entropy;
import stemma.core.Events;
import stemma.core.Operation;
import stemma.core.Operation.Nothing;

/**
 * A fixture, not a node: a real gateway and the real console over {@link FixtureWorld}, so that the
 * console can be tried in a browser where no node was built. Arguments: the port and the folder of
 * the built console. Prints the URL and a login link; lives until its standard input ends.
 */
final class FixtureNode {
    private static final long TICK_MILLIS = 1_500;
    private final List<Operation<?, ?>> operations = new ArrayList<>();
    private final FixtureWorld world;
    private final long startedMillis = System.currentTimeMillis();

    private FixtureNode(FixtureWorld world) {
        this.world = world;
    }

    public static void main(String[] args) throws Exception {
        Events events = new Events();
        FixtureWorld world = new FixtureWorld(events);
        Figures figures = new Figures() {
            @Override
            public Map<String, Long> actsByEnding() {
                return Map.of("done", world.size());
            }

            @Override
            public long ledgerEntries() {
                return world.size();
            }
        };
        Gateway.Ports ports =
                new Gateway.Ports(events, world::since, Optional::empty, figures, Clock.system(), Entropy.system());
        GatewayConfig config = GatewayConfig.standard()
                .onPorts(Integer.parseInt(args[0]), 0, 0)
                .withConsole(Path.of(args[1]));
        Token token = args.length > 2 ? Token.parse(args[2]) : Token.make(Entropy.system());
        try (Gateway gateway = Gateway.open(config, new FixtureNode(world).catalogue(), token, ports)) {
            System.out.println("STEMMA_URL=http://127.0.0.1:" + gateway.port(Listener.OPERATOR));
            System.out.println("STEMMA_LOGIN=" + gateway.loginLink());
            Thread.ofVirtual().start(() -> tick(world));
            while (System.in.read() >= 0) {
                System.out.println("STEMMA_LOGIN=" + gateway.loginLink());
            }
        }
    }

    private static void tick(FixtureWorld world) {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                world.tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Catalogue catalogue() {
        String digest = Digest.ofUtf8("root").hex();
        ask(
                "status",
                Nothing.class,
                FixtureViews.Status.class,
                in -> new FixtureViews.Status(
                        "ada-1",
                        digest,
                        "0.1.0",
                        world.state(),
                        System.currentTimeMillis() - startedMillis + 7_000_000,
                        "careful",
                        "bubblewrap, seccomp",
                        "none",
                        "today",
                        "200k of 200k tokens",
                        1,
                        world.approvals().approvals().size(),
                        world.size(),
                        world.size(),
                        digest));
        tell("goal", FixtureViews.Wanted.class, FixtureViews.Goal.class, in -> world.goal(in.text(), "active", ""));
        ask("goal.list", FixtureViews.Limited.class, FixtureViews.Goals.class, in -> world.goals());
        ask("goal.show", FixtureViews.ById.class, FixtureViews.Goal.class, in -> world.goal(in.id()));
        tell("goal.cancel", FixtureViews.ById.class, FixtureViews.Goal.class, in -> world.goal(in.id()));
        tell("goal.resume", FixtureViews.ById.class, FixtureViews.Goal.class, in -> world.goal(in.id()));
        ask("goal.templates", Nothing.class, FixtureViews.Templates.class, in -> templates());
        ask("approval.list", Nothing.class, FixtureViews.Approvals.class, in -> world.approvals());
        ask("approval.show", FixtureViews.ById.class, FixtureViews.Approval.class, in -> world.approval(in.id()));
        tell("approve", FixtureViews.ById.class, FixtureViews.Approval.class, in -> world.answer(in.id(), "approved"));
        tell("deny", FixtureViews.ById.class, FixtureViews.Approval.class, in -> world.answer(in.id(), "denied"));
        ask("act.list", FixtureViews.ActQuery.class, FixtureViews.Acts.class, world::acts);
        ask("act.show", FixtureViews.ById.class, FixtureViews.Act.class, in -> world.act(in.id()));
        ask("log.tail", FixtureViews.Counted.class, FixtureViews.Tail.class, in -> world.tail(in.count()));
        ask(
                "log.show",
                FixtureViews.Indexed.class,
                FixtureViews.Entry.class,
                in -> new FixtureViews.Entry(
                        in.index(), digest, "{\"at\":1,\"kind\":\"receipt\",\"ending\":\"done\"}"));
        ask(
                "log.verify",
                Nothing.class,
                FixtureViews.Verified.class,
                in -> new FixtureViews.Verified(
                        true, world.size(), digest, world.size(), -1, "every entry is as it was signed"));
        ask(
                "log.prove",
                FixtureViews.Indexed.class,
                FixtureViews.Proof.class,
                in -> new FixtureViews.Proof("c2sp.org/tlog-proof@v1\nindex " + in.index() + "\nwhQ0+rq2\n"));
        ask(
                "log.checkpoint",
                Nothing.class,
                FixtureViews.Checkpoint.class,
                in -> new FixtureViews.Checkpoint(
                        "stemma/ada-1\n" + world.size() + "\nZGlnZXN0\n\n— stemma/ada-1 Az3grlgtzPICa5OS\n",
                        world.size(),
                        digest));
        ask("policy.show", Nothing.class, FixtureViews.Rules.class, in -> rules());
        ask(
                "policy.explain",
                FixtureViews.Explain.class,
                FixtureViews.Explained.class,
                in -> new FixtureViews.Explained(
                        "ask", "ask " + in.op() + " *", "no rule allows it outright", List.of()));
        ask("run.list", FixtureViews.Limited.class, FixtureViews.Runs.class, in -> world.runs());
        ask("run.show", FixtureViews.ById.class, FixtureViews.Run.class, in -> world.run(in.id()));
        tell(
                "apply",
                FixtureViews.Settle.class,
                FixtureViews.Settled.class,
                in -> world.settle(in.id(), "pending", "applied"));
        tell(
                "discard",
                FixtureViews.Settle.class,
                FixtureViews.Settled.class,
                in -> world.settle(in.id(), "pending", "discarded"));
        tell(
                "undo",
                FixtureViews.Settle.class,
                FixtureViews.Settled.class,
                in -> world.settle(in.id(), "applied", "undone"));
        tell(
                "halt",
                FixtureViews.Because.class,
                FixtureViews.Halted.class,
                in -> new FixtureViews.Halted(world.halt(true), in.reason()));
        tell(
                "release",
                FixtureViews.Because.class,
                FixtureViews.Halted.class,
                in -> new FixtureViews.Halted(world.halt(false), in.reason()));
        ask("doctor", Nothing.class, FixtureViews.Doctor.class, in -> doctor());
        ask("settings", Nothing.class, FixtureViews.Settings.class, in -> settings());
        return Catalogue.of(operations);
    }

    private static FixtureViews.Templates templates() {
        FixtureViews.Parameter dir = new FixtureViews.Parameter("dir", "folder", "the repository", true);
        return new FixtureViews.Templates(List.of(
                new FixtureViews.Template(
                        "survey",
                        "What it is, whether it builds and passes, what looks risky",
                        List.of(dir),
                        "Survey this repository: what is it, does it build, do its tests pass?"),
                new FixtureViews.Template(
                        "tests", "Runs the tests and reports what fails", List.of(dir), "Run its tests and report"),
                new FixtureViews.Template(
                        "licences",
                        "Lists dependencies and their licences",
                        List.of(dir),
                        "Which licences does it use?")));
    }

    private static FixtureViews.Rules rules() {
        return new FixtureViews.Rules(
                "careful",
                List.of(
                        new FixtureViews.Rule(1, "deny", "deny fs.write ~/.ssh/**", "built in"),
                        new FixtureViews.Rule(2, "ask", "ask proc.exec * when net", "rules.toml:4"),
                        new FixtureViews.Rule(3, "ask", "ask fs.write **/.envrc", "built in"),
                        new FixtureViews.Rule(4, "allow", "allow fs.read workspace/**", "rules.toml:9")));
    }

    private static FixtureViews.Doctor doctor() {
        return new FixtureViews.Doctor(
                List.of(
                        new FixtureViews.Check("bubblewrap", "ok", "version 0.8.0, user namespaces allowed", ""),
                        new FixtureViews.Check(
                                "landlock", "weak", "ABI 3; network rules need 4", "a kernel from 6.7 on adds them"),
                        new FixtureViews.Check(
                                "cgroup", "missing", "not writable", "start the node under systemd-run --user")),
                "bubblewrap, seccomp, rlimits");
    }

    private static FixtureViews.Settings settings() {
        return new FixtureViews.Settings(
                "/home/ada/.stemma",
                "/home/ada/.stemma/node.toml",
                List.of(
                        new FixtureViews.Setting("listen.operator_port", "4022", "default"),
                        new FixtureViews.Setting("node.name", "ada-1", "node.toml:2"),
                        new FixtureViews.Setting("sandbox.floor", "namespaces", "default")));
    }

    private interface Ask<I, O> {
        O answer(I input);
    }

    private <I extends Record, O extends Record> void ask(String name, Class<I> in, Class<O> out, Ask<I, O> ask) {
        add(name, in, out, false, ask);
    }

    private <I extends Record, O extends Record> void tell(String name, Class<I> in, Class<O> out, Ask<I, O> ask) {
        add(name, in, out, true, ask);
    }

    private <I extends Record, O extends Record> void add(
            String name, Class<I> in, Class<O> out, boolean changes, Ask<I, O> ask) {
        operations.add(new Operation<>(
                name,
                "Fixture of " + name,
                in,
                out,
                Auth.OPERATOR,
                changes,
                (input, call) -> ask.answer(input),
                output -> output.toString()));
    }
}
