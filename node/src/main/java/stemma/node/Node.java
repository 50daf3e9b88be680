package stemma.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import stemma.core.Catalogue;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.gateway.Gateway;
import stemma.gateway.Listener;
import stemma.gateway.Replay;
import stemma.identity.Identity;
import stemma.identity.Vault;
import stemma.identity.VaultOperations;
import stemma.ledger.LedgerFile;
import stemma.ledger.LedgerOperations;
import stemma.ledger.PublicLog;
import stemma.ledger.PublicOperations;
import stemma.ledger.table.ActOperations;
import stemma.ledger.table.Acts;
import stemma.ledger.table.Projector;
import stemma.mind.FirstGoals;
import stemma.mind.Goal;
import stemma.mind.GoalState;
import stemma.mind.Goals;
import stemma.mind.MindOperations;
import stemma.policy.PolicyChecks;
import stemma.policy.PolicyHistory;
import stemma.policy.PolicyOperations;
import stemma.policy.PurseBook;
import stemma.policy.PurseOperations;
import stemma.policy.RulesInForce;
import stemma.sandbox.SandboxProbe;
import stemma.sandbox.Strength;
import stemma.sandbox.escape.SandboxOperations;
import stemma.sandbox.run.RunOperations;
import stemma.sandbox.run.RunReader;
import stemma.sandbox.run.Runs;
import stemma.sandbox.undo.KeptContent;
import stemma.sandbox.undo.Outlook;
import stemma.sandbox.undo.UndoOperations;
import stemma.store.Home;
import stemma.store.StoreFailed;

/**
 * One node over one home: what it stands on ({@link Foundations}), what can be asked of it, and what
 * it learns while it runs. Thread-safe once open.
 */
final class Node implements AutoCloseable {
    private final Closing closing;
    private final Foundations foundations;
    private final Acts acts;
    private final Rooms rooms;
    private final Catalogue catalogue;
    private final Cli cli;
    private final AtomicReference<@Nullable SandboxProbe> probe = new AtomicReference<>();
    private volatile @Nullable Gateway gateway;

    private Node(Foundations foundations, Closing closing) {
        this.foundations = foundations;
        this.closing = closing;
        acts = new Acts(foundations.db(), foundations.ledger());
        RunReader reader = new RunReader(
                foundations.db(), foundations.ledger(), foundations.runs(), foundations.gate(), foundations.objects());
        RunOperations runOperations =
                new RunOperations(foundations.gate(), foundations.runs(), reader, foundations.projector());
        rooms = new Rooms(
                new LedgerOperations(
                        foundations.ledger(), foundations.verification(), foundations.cosignatures(), NoteText::of),
                new PublicOperations(foundations.gate(), foundations.export(), foundations.cosignatures()),
                new ActOperations(acts, foundations.projector()),
                new PolicyOperations(
                        foundations.gate(),
                        foundations.rules(),
                        foundations.db(),
                        foundations.events(),
                        new ActDetails(foundations.objects(), new Outlook(foundations.kept())),
                        foundations.ops()),
                new PolicyChecks(
                        foundations.book(),
                        foundations.rules(),
                        foundations.disk(),
                        foundations.gate()::approvals,
                        new RecordedActs(acts)),
                new PolicyHistory(
                        foundations.gate(),
                        foundations.book(),
                        foundations.rules(),
                        foundations.disk(),
                        foundations.db(),
                        foundations.projector()::settle),
                new PurseOperations(foundations.purses()),
                runOperations,
                undo(runOperations),
                new SandboxOperations(
                        foundations.gate(),
                        foundations.runs(),
                        foundations.home().root().resolve("trial"),
                        System.getenv().keySet(),
                        this::reachable),
                new MindOperations(foundations.goals(), foundations.planner()),
                new VaultOperations(foundations.gate(), foundations.keyring().vault(), Entropy.system()),
                new BackupOperations(foundations.gate(), foundations.home()),
                new NodeOperations(this));
        catalogue = Rooms.catalogue(() -> this);
        cli = new Cli(catalogue, Rooms.terminalVerbs(() -> this));
    }

    private UndoOperations undo(RunOperations runOperations) {
        return new UndoOperations(new UndoOperations.Parts(
                foundations.gate(),
                foundations.runs(),
                runOperations,
                acts,
                foundations.db(),
                foundations.projector(),
                foundations.kept(),
                foundations.objects(),
                id -> goals().find(id)
                        .map(Goal::state)
                        .filter(state -> !state.ended())
                        .map(GoalState::word)));
    }

    /** Opens the home under its lock; whatever was opened is closed again when a later part refuses. */
    static Node open(Home home, Map<String, String> environment) {
        Closing closing = new Closing();
        try {
            return new Node(Foundations.lay(home, environment, closing), closing);
        } catch (IOException e) {
            closing.close();
            throw new StoreFailed("the node cannot be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    Home home() {
        return foundations.home();
    }

    NodeConfig config() {
        return foundations.config();
    }

    Clock clock() {
        return foundations.clock();
    }

    Events events() {
        return foundations.events();
    }

    Replay replay() {
        return foundations.told();
    }

    Identity identity() {
        return foundations.identity();
    }

    Vault vault() {
        return foundations.keyring().vault();
    }

    LedgerFile ledger() {
        return foundations.ledger();
    }

    PublicLog publicLog() {
        return foundations.publicLog();
    }

    Gate gate() {
        return foundations.gate();
    }

    Runs runs() {
        return foundations.runs();
    }

    KeptContent kept() {
        return foundations.kept();
    }

    RulesInForce rules() {
        return foundations.rules();
    }

    PurseBook purses() {
        return foundations.purses();
    }

    Projector projector() {
        return foundations.projector();
    }

    Goals goals() {
        return foundations.goals();
    }

    /** Every op that something performs here. */
    Set<String> ops() {
        return foundations.ops();
    }

    Acts acts() {
        return acts;
    }

    Rooms rooms() {
        return rooms;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Cli cli() {
        return cli;
    }

    /** What this machine can do to hold a command; found by a trial box once, then remembered. */
    synchronized SandboxProbe probe() {
        SandboxProbe known = probe.get();
        if (known == null) {
            known = foundations.runs().probe(foundations.gate());
            probe.set(known);
        }
        return known;
    }

    /** How strongly commands are held, once it is known. */
    Optional<Strength> strength() {
        return Optional.ofNullable(probe.get()).map(SandboxProbe::strength);
    }

    /** A node that never had a goal gives itself its first ones, before the visitor's eyes. */
    void beBorn() {
        if (foundations.goals().newest(1).isEmpty()) {
            FirstGoals.give(foundations.goals(), foundations.home().root(), source());
        }
    }

    /** The folder of the node's own source, where the launcher said there is one. */
    private static Optional<Path> source() {
        String source = System.getProperty("stemma.source", "");
        return source.isEmpty() ? Optional.empty() : Optional.of(Path.of(source));
    }

    /** Whoever serves the node, if it is served. */
    Optional<Gateway> gateway() {
        return Optional.ofNullable(gateway);
    }

    /** What of the node an escape from a box would reach for, by the names of the attempts' script. */
    private Map<String, String> reachable() {
        Map<String, String> facts = new HashMap<>();
        facts.put("node", home().root().toString());
        facts.put("pid", Long.toString(ProcessHandle.current().pid()));
        gateway().ifPresent(serving -> {
            facts.put("nodeport", Integer.toString(serving.port(Listener.OPERATOR)));
            facts.put("socket", home().socket().toString());
        });
        return facts;
    }

    /** Where the user's own files are. */
    Path userHome() {
        return foundations.userHome();
    }

    /** Tells the node which gateway serves it, for whoever asks for a login link. */
    void servedBy(Gateway opened) {
        gateway = opened;
    }

    int activeGoals() {
        return foundations.goals().active();
    }

    /** Why the configured model cannot be asked; empty when it can, or there is none. */
    Optional<String> modelLack() {
        return foundations.thinking().lack();
    }

    /** What the operator should know about this opening, one sentence each. */
    List<String> warnings() {
        return foundations.warnings();
    }

    /** Signs what was done, remembers it outside the home, and gives everything up. */
    @Override
    public void close() {
        closing.close();
    }
}
