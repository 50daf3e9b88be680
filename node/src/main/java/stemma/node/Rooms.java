package stemma.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.core.Catalogue;
import stemma.core.Operation;
import stemma.gateway.GatewayOperations;
import stemma.identity.VaultOperations;
import stemma.ledger.LedgerOperations;
import stemma.ledger.PublicOperations;
import stemma.ledger.table.ActOperations;
import stemma.mind.MindOperations;
import stemma.policy.PolicyChecks;
import stemma.policy.PolicyHistory;
import stemma.policy.PolicyOperations;
import stemma.policy.PurseOperations;
import stemma.sandbox.escape.SandboxOperations;
import stemma.sandbox.run.RunOperations;
import stemma.sandbox.undo.UndoOperations;

/**
 * What can be asked of a node, room by room. It is declared without a node, which is asked for only
 * when something is called: help, and the answer to a mistyped verb, open no home.
 */
record Rooms(
        LedgerOperations log,
        PublicOperations publicLog,
        ActOperations act,
        PolicyOperations policy,
        PolicyChecks policyChecks,
        PolicyHistory policyHistory,
        PurseOperations purse,
        RunOperations run,
        UndoOperations undo,
        SandboxOperations sandbox,
        MindOperations goal,
        VaultOperations vault,
        BackupOperations backup,
        NodeOperations node) {

    /** Every operation, over the node of that moment. */
    static Catalogue catalogue(Supplier<Node> node) {
        List<Operation<?, ?>> operations = new ArrayList<>();
        operations.addAll(LedgerOperations.all(() -> node.get().rooms().log()));
        operations.addAll(PublicOperations.all(() -> node.get().rooms().publicLog()));
        operations.addAll(ActOperations.all(() -> node.get().rooms().act()));
        operations.addAll(PolicyOperations.all(() -> node.get().rooms().policy()));
        operations.addAll(PolicyChecks.all(() -> node.get().rooms().policyChecks()));
        operations.addAll(PolicyHistory.all(() -> node.get().rooms().policyHistory()));
        operations.addAll(PurseOperations.all(() -> node.get().rooms().purse()));
        operations.addAll(RunOperations.all(() -> node.get().rooms().run()));
        operations.addAll(UndoOperations.all(() -> node.get().rooms().undo()));
        operations.addAll(SandboxOperations.all(() -> node.get().rooms().sandbox()));
        operations.addAll(MindOperations.all(() -> node.get().rooms().goal()));
        operations.addAll(GatewayOperations.all(() -> node.get().gateway()));
        operations.addAll(VaultOperations.all(() -> node.get().rooms().vault()));
        operations.addAll(BackupOperations.all(() -> node.get().rooms().backup()));
        operations.addAll(NodeOperations.all(() -> node.get().rooms().node()));
        return Catalogue.of(operations);
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
