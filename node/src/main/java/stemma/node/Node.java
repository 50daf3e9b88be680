package stemma.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import stemma.core.Catalogue;
import stemma.core.Clock;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.gateway.Gateway;
import stemma.gateway.PublicPrograms;
import stemma.gateway.Replay;
import stemma.identity.Identity;
import stemma.identity.Vault;
import stemma.ledger.LedgerFile;
import stemma.ledger.PublicLog;
import stemma.ledger.table.Acts;
import stemma.ledger.table.Projector;
import stemma.mind.FirstGoals;
import stemma.mind.Goals;
import stemma.policy.ManagedLayer;
import stemma.policy.PurseBook;
import stemma.policy.RulesInForce;
import stemma.sandbox.SandboxProbe;
import stemma.sandbox.Strength;
import stemma.sandbox.run.Runs;
import stemma.sandbox.undo.KeptContent;
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
        rooms = Rooms.of(this, foundations, acts);
        catalogue = Rooms.catalogue(() -> this);
        cli = new Cli(catalogue, Rooms.terminalVerbs(() -> this));
    }

    /** Opens the home under its lock; whatever was opened is closed again when a later part refuses. */
    static Node open(Home home, Map<String, String> environment) {
        return open(home, environment, false);
    }

    /**
     * The same, and with a damaged state out of the way where its tables are to be computed anew.
     *
     * @param rebuilding whether the state is looked through and kept aside when it is damaged
     */
    static Node open(Home home, Map<String, String> environment, boolean rebuilding) {
        Closing closing = new Closing();
        try {
            return new Node(Foundations.lay(home, environment, rebuilding, closing), closing);
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
        return foundations.policy().rules();
    }

    ManagedLayer managed() {
        return foundations.policy().book().managed();
    }

    PurseBook purses() {
        return foundations.policy().purses();
    }

    /** Where the tables are, for a person. */
    String state() {
        return foundations.db().where();
    }

    Projector projector() {
        return foundations.projector();
    }

    /** Answers a stranger who asks for a cartridge. */
    Optional<PublicPrograms.Reply> ask(PublicPrograms.Ask ask) throws InterruptedException {
        return Programs.ask(foundations.programs().shelf(), foundations.leases(), ask);
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
