package stemma.node;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Operation;
import stemma.core.Operation.Nothing;
import stemma.core.Param;
import stemma.core.Refusal;
import stemma.ledger.Checkpoint;
import stemma.ledger.SignedCheckpoint;
import stemma.ledger.table.Projector;
import stemma.policy.KillSwitch;
import stemma.policy.Posture;
import stemma.policy.PurseBook;
import stemma.sandbox.SandboxProbe;
import stemma.store.BoundedFolder;

/** What can be asked of the node as a whole. */
final class NodeOperations {
    private final Node node;
    private final long startedMillis;

    NodeOperations(Node node) {
        this.node = node;
        this.startedMillis = node.clock().millis();
    }

    record Status(
            String name,
            String key,
            String version,
            String state,
            long uptimeMillis,
            String posture,
            String sandbox,
            String model,
            String purseName,
            String purseLeft,
            int activeGoals,
            int openApprovals,
            long acts,
            long checkpointSize,
            String checkpointRoot,
            String tables) {}

    record Check(String name, String state, String detail) {}

    record Checks(List<Check> checks, String strength) {}

    record Setting(String name, String value, String source) {}

    record Settings(String home, String configFile, List<Setting> settings) {}

    record Reason(
            @Param(value = "why, for the log", byDefault = "", position = 0)
            String reason) {}

    record Halted(boolean halted, String reason) {}

    record Table(String name, long rows, boolean changed) {}

    record Rebuilt(long entries, List<Table> projections) {}

    /** Every operation of this module, declared before there is anything to ask: it is asked for at each call. */
    static List<Operation<?, ?>> all(Supplier<NodeOperations> live) {
        return List.of(
                new Operation<>(
                        "status",
                        "Show how the node is",
                        Nothing.class,
                        Status.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().status(),
                        NodeTexts::text),
                new Operation<>(
                        "doctor",
                        "Check what this machine offers and how strongly it can hold a command",
                        Nothing.class,
                        Checks.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().doctor(),
                        NodeTexts::text),
                new Operation<>(
                        "settings",
                        "Show the settings in force",
                        Nothing.class,
                        Settings.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().settings(),
                        NodeTexts::text),
                new Operation<>(
                        "halt",
                        "Stop every act at once, until released",
                        Reason.class,
                        Halted.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().halt(input, call),
                        NodeTexts::text),
                new Operation<>(
                        "release",
                        "Let acts happen again",
                        Reason.class,
                        Halted.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().release(input, call),
                        NodeTexts::text),
                new Operation<>(
                        "rebuild",
                        "Compute every table anew from the log and compare",
                        Nothing.class,
                        Rebuilt.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().rebuild(),
                        NodeTexts::text));
    }

    private Status status() throws InterruptedException {
        node.projector().settle();
        int waiting = node.gate().approvals().size();
        String halted = node.gate().halted();
        Checkpoint checkpoint = node.ledger()
                .lastCheckpoint()
                .map(SignedCheckpoint::checkpoint)
                .orElseGet(() -> node.ledger().checkpoint().checkpoint());
        return new Status(
                node.config().name(),
                node.identity().signer().name(),
                Version.text(),
                !halted.isEmpty() ? "halted" : waiting > 0 ? "waiting for you" : "alive",
                node.clock().millis() - startedMillis,
                Posture.of(node.rules().current()),
                node.strength()
                        .map(strength -> strength.name().toLowerCase(Locale.ROOT))
                        .orElse("not probed yet"),
                node.config().model().map(NodeConfig.Model::name).orElse("none"),
                PurseBook.DAY,
                node.purses().standing(PurseBook.DAY).left(),
                node.activeGoals(),
                waiting,
                node.acts().countByEnding().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                checkpoint.size(),
                checkpoint.root().hex(),
                node.state());
    }

    private Checks doctor() {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("java", "ok", Runtime.version().toString()));
        checks.add(new Check(
                "home",
                "ok",
                node.home().root() + ", " + node.home().root().toFile().getUsableSpace() / (1 << 20) + " MiB free"));
        checks.add(node.ledger()
                .damage()
                .map(damage -> new Check("ledger", "missing", damage.why()))
                .orElseGet(() -> new Check("ledger", "ok", node.ledger().size() + " entries")));
        checks.add(new Check("state", node.projector().follows() ? "ok" : "missing", state()));
        checks.add(node.config()
                .model()
                .map(model -> node.modelLack()
                        .map(lack -> new Check("model", "missing", lack))
                        .orElseGet(() -> new Check("model", "ok", model.name() + " at " + model.endpoint())))
                .orElseGet(() -> new Check(
                        "model",
                        "none",
                        "the embedded planner plans; [model] endpoint and name in "
                                + node.home().config() + " set one")));
        checks.add(undo());
        checks.add(policy());
        checks.add(disk());
        SandboxProbe probe = node.probe();
        probe.lines().forEach(line -> checks.add(new Check(line.name(), line.works() ? "ok" : "weak", line.reason())));
        return new Checks(checks, probe.strength().name().toLowerCase(Locale.ROOT));
    }

    private Check policy() {
        List<String> idle = node.rules().current().idle();
        String complaint = node.managed().complaint();
        if (!complaint.isEmpty()) {
            return new Check("policy", "weak", complaint);
        }
        return idle.isEmpty()
                ? new Check("policy", "ok", Posture.of(node.rules().current()))
                : new Check("policy", "weak", String.join("; ", idle) + "; the rule does nothing");
    }

    private String state() {
        return node.state() + (node.projector().follows() ? "" : "; its tables do not follow the log now");
    }

    private Settings settings() {
        return new Settings(
                node.home().root().toString(), node.home().config().toString(), NodeSettings.listed(node.config()));
    }

    private Check undo() {
        BoundedFolder.Used used = node.kept().used();
        String kept = used.files() + " contents of files in " + used.bytes() / (1 << 20) + " of at most "
                + node.config().undo().bytesMax() / (1 << 20) + " MiB";
        return node.kept().off()
                ? new Check("undo", "none", "[undo] off says that nothing more is kept; " + kept)
                : new Check("undo", "ok", kept);
    }

    private Check disk() {
        DiskOperations.Held held = node.rooms().disk().held();
        return held.warnings().isEmpty()
                ? new Check("disk", "ok", DiskOperations.size(held.bytes()) + " in the home; stemma disk shows of what")
                : new Check("disk", "weak", String.join("; ", held.warnings()));
    }

    private Halted halt(Reason reason, Call call) {
        node.gate().halt(call.caller(), reason.reason());
        return new Halted(true, node.gate().halted());
    }

    private Halted release(Reason reason, Call call) {
        if (node.gate().halted().isEmpty()) {
            throw new Refusal(Refusal.Kind.CONFLICT, "the node is not halted");
        }
        if (Files.exists(node.home().root().resolve(KillSwitch.FILE))) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "the file " + node.home().root().resolve(KillSwitch.FILE)
                            + " would halt the node again at once; remove it first");
        }
        node.gate().release(call.caller(), reason.reason());
        return new Halted(false, "");
    }

    private Rebuilt rebuild() throws InterruptedException {
        node.projector().settle();
        List<Table> tables = new ArrayList<>();
        for (Projector.Rebuilt rebuilt : node.projector().rebuild()) {
            tables.add(new Table(rebuilt.name(), rebuilt.rows(), rebuilt.changed()));
        }
        return new Rebuilt(node.ledger().size(), tables);
    }
}
