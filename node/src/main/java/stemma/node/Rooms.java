package stemma.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.cartridge.CartridgeOperations;
import stemma.core.ActId;
import stemma.core.Catalogue;
import stemma.core.Digest;
import stemma.core.Entropy;
import stemma.core.Operation;
import stemma.gateway.GatewayOperations;
import stemma.gateway.Listener;
import stemma.identity.VaultOperations;
import stemma.ledger.LedgerOperations;
import stemma.ledger.PublicOperations;
import stemma.ledger.dag.DagOperations;
import stemma.ledger.dag.Kept;
import stemma.ledger.table.ActOperations;
import stemma.ledger.table.Acts;
import stemma.mind.Goal;
import stemma.mind.GoalState;
import stemma.mind.Goals;
import stemma.mind.MindOperations;
import stemma.policy.ApprovalOperations;
import stemma.policy.OperatorActs;
import stemma.policy.OperatorOperations;
import stemma.policy.PolicyChecks;
import stemma.policy.PolicyHistory;
import stemma.policy.PolicyOperations;
import stemma.policy.PurseOperations;
import stemma.sandbox.escape.SandboxOperations;
import stemma.sandbox.run.RunOperations;
import stemma.sandbox.run.RunReader;
import stemma.sandbox.undo.Outlook;
import stemma.sandbox.undo.UndoOperations;
import stemma.tools.label.LabelOperations;

/**
 * What can be asked of a node, room by room. It is declared without a node, which is asked for only
 * when something is called: help, and the answer to a mistyped verb, open no home.
 */
record Rooms(
        LedgerOperations log,
        DagOperations dag,
        ErasureOperations erasure,
        PublicOperations publicLog,
        ActOperations act,
        PolicyOperations policy,
        ApprovalOperations approval,
        OperatorOperations operator,
        PolicyChecks policyChecks,
        PolicyHistory policyHistory,
        PurseOperations purse,
        RunOperations run,
        UndoOperations undo,
        SandboxOperations sandbox,
        MindOperations goal,
        LabelOperations label,
        CartridgeOperations cartridge,
        VaultOperations vault,
        BackupOperations backup,
        DiskOperations disk,
        NodeOperations node) {

    /** The rooms of a node over what it stands on. */
    static Rooms of(Node node, Foundations f, Acts acts) {
        RunReader reader = new RunReader(f.db(), f.ledger(), f.runs(), f.gate(), f.objects());
        RunOperations runOperations = new RunOperations(f.gate(), f.runs(), reader, f.projector());
        return new Rooms(
                new LedgerOperations(f.ledger(), f.verification(), f.cosignatures(), NoteText::of),
                new DagOperations(f.descents().lineage(), f.descents().dag(), f.projector()),
                new ErasureOperations(f.gate(), f.erasure(), f.goals(), f.projector()),
                new PublicOperations(f.gate(), f.export(), f.cosignatures()),
                new ActOperations(acts, f.projector()),
                new PolicyOperations(
                        f.policy().rules(),
                        f.policy().book().managed(),
                        f.policy().governed(),
                        f.ops()),
                new ApprovalOperations(
                        f.gate(),
                        f.db(),
                        f.events(),
                        new ActDetails(f.objects(), new Outlook(f.kept()), f.erasure()::meant)),
                new OperatorOperations(
                        f.gate(),
                        f.policy().operators(),
                        new OperatorActs(f.policy().operators(), f.policy().rules()),
                        f.disk()),
                new PolicyChecks(
                        f.policy().book(), f.policy().rules(), f.disk(), f.gate()::approvals, new RecordedActs(acts)),
                new PolicyHistory(
                        f.gate(), f.policy().book(), f.policy().rules(), f.disk(), f.db(), f.projector()::settle),
                new PurseOperations(f.gate(), f.policy().purses()),
                runOperations,
                undo(node, f, acts, runOperations),
                new SandboxOperations(f.gate(), f.runs(), f.home().root().resolve("trial"), () -> reachable(node)),
                new MindOperations(f.goals(), f.planner()),
                new LabelOperations(f.gate(), f.labels(), id -> kept(f, id), id -> answer(f.goals(), id)),
                new CartridgeOperations(f.gate(), f.programs().shelf(), f.leases(), f.disk()),
                new VaultOperations(f.gate(), f.keyring().vault(), Entropy.system()),
                new BackupOperations(f.gate(), f.home()),
                DiskOperations.of(f.home(), f.config()),
                new NodeOperations(node));
    }

    private static UndoOperations undo(Node node, Foundations f, Acts acts, RunOperations runOperations) {
        return new UndoOperations(new UndoOperations.Parts(
                f.gate(),
                f.runs(),
                runOperations,
                acts,
                f.db(),
                f.projector(),
                f.kept(),
                f.objects(),
                id -> node.goals()
                        .find(id)
                        .map(Goal::state)
                        .filter(state -> !state.ended())
                        .map(GoalState::word)));
    }

    private static boolean kept(Foundations f, Digest object) {
        return f.objects().get(object).isPresent() || f.descents().dag().find(object) instanceof Kept.Whole;
    }

    private static Optional<LabelOperations.Answer> answer(Goals goals, ActId id) {
        return goals.find(id)
                .flatMap(goal -> goal.report()
                        .map(r -> new LabelOperations.Answer(r, goals.answers().label(goal))));
    }

    /** What of the node an escape from a box would reach for, by the names of the attempts' script. */
    private static Map<String, String> reachable(Node node) {
        Map<String, String> facts = new HashMap<>();
        facts.put("node", node.home().root().toString());
        facts.put("pid", Long.toString(ProcessHandle.current().pid()));
        node.gateway().ifPresent(serving -> {
            facts.put("nodeport", Integer.toString(serving.port(Listener.OPERATOR)));
            facts.put("socket", node.home().socket().toString());
        });
        return facts;
    }

    /** Every operation, over the node of that moment. */
    static Catalogue catalogue(Supplier<Node> node) {
        List<Operation<?, ?>> operations = new ArrayList<>();
        operations.addAll(LedgerOperations.all(() -> node.get().rooms().log()));
        operations.addAll(DagOperations.all(() -> node.get().rooms().dag()));
        operations.addAll(ErasureOperations.all(() -> node.get().rooms().erasure()));
        operations.addAll(PublicOperations.all(() -> node.get().rooms().publicLog()));
        operations.addAll(ActOperations.all(() -> node.get().rooms().act()));
        operations.addAll(ApprovalOperations.all(() -> node.get().rooms().approval()));
        operations.addAll(OperatorOperations.all(() -> node.get().rooms().operator()));
        operations.addAll(PolicyOperations.all(() -> node.get().rooms().policy()));
        operations.addAll(PolicyChecks.all(() -> node.get().rooms().policyChecks()));
        operations.addAll(PolicyHistory.all(() -> node.get().rooms().policyHistory()));
        operations.addAll(PurseOperations.all(() -> node.get().rooms().purse()));
        operations.addAll(RunOperations.all(() -> node.get().rooms().run()));
        operations.addAll(UndoOperations.all(() -> node.get().rooms().undo()));
        operations.addAll(SandboxOperations.all(() -> node.get().rooms().sandbox()));
        operations.addAll(MindOperations.all(() -> node.get().rooms().goal()));
        operations.addAll(LabelOperations.all(() -> node.get().rooms().label()));
        operations.addAll(CartridgeOperations.all(() -> node.get().rooms().cartridge()));
        operations.addAll(GatewayOperations.all(() -> node.get().gateway()));
        operations.addAll(VaultOperations.all(() -> node.get().rooms().vault()));
        operations.addAll(BackupOperations.all(() -> node.get().rooms().backup()));
        operations.addAll(DiskOperations.all(() -> node.get().rooms().disk()));
        operations.addAll(NodeOperations.all(() -> node.get().rooms().node()));
        List<Operation<?, ?>> told = new ArrayList<>();
        operations.forEach(each -> told.add(StateRefusal.told(each)));
        return Catalogue.of(told);
    }

    /** The verbs that talk with the terminal themselves, over the node of that moment. */
    static Map<String, Cli.TerminalVerb> terminalVerbs(Supplier<Node> node) {
        return Stream.of(
                        RunVerb.onFolder(node),
                        RunVerb.onNothing(node),
                        new ExplainVerb(node),
                        new GoalVerb(node),
                        new Up.Described(),
                        RestoreVerb.described())
                .collect(Collectors.toMap(Cli.TerminalVerb::name, verb -> verb));
    }
}
