package stemma.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import stemma.core.Actor;
import stemma.core.Catalogue;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.core.Performers;
import stemma.gateway.Gateway;
import stemma.gateway.GatewayOperations;
import stemma.gateway.Replay;
import stemma.identity.Identity;
import stemma.ledger.Checkpoint;
import stemma.ledger.LedgerFailed;
import stemma.ledger.LedgerFile;
import stemma.ledger.LedgerOperations;
import stemma.ledger.Projection;
import stemma.ledger.table.ActOperations;
import stemma.ledger.table.ActTable;
import stemma.ledger.table.Acts;
import stemma.ledger.table.OpenTable;
import stemma.ledger.table.Projector;
import stemma.mind.FirstGoals;
import stemma.mind.GoalProjection;
import stemma.mind.Goals;
import stemma.mind.LedgerCheck;
import stemma.mind.MindOperations;
import stemma.mind.Planner;
import stemma.mind.survey.Census;
import stemma.mind.survey.CensusTaker;
import stemma.policy.AdoptionProjection;
import stemma.policy.ApprovalProjection;
import stemma.policy.GrantBook;
import stemma.policy.KillSwitch;
import stemma.policy.Places;
import stemma.policy.PolicyOperations;
import stemma.policy.PurseBook;
import stemma.policy.PurseProjection;
import stemma.policy.RuleBook;
import stemma.policy.RulesInForce;
import stemma.sandbox.Boxes;
import stemma.sandbox.SandboxConfig;
import stemma.sandbox.SandboxProbe;
import stemma.sandbox.Strength;
import stemma.sandbox.run.RunOperations;
import stemma.sandbox.run.RunReader;
import stemma.sandbox.run.RunSweep;
import stemma.sandbox.run.RunTable;
import stemma.sandbox.run.Runs;
import stemma.store.Disk;
import stemma.store.Home;
import stemma.store.HomeLock;
import stemma.store.LocalDisk;
import stemma.store.Objects;
import stemma.store.StateDb;
import stemma.store.StoreFailed;
import stemma.tools.BoxCommands;
import stemma.tools.ToolPerformers;

/**
 * One node over one home, wired by hand: reading the constructor from top to bottom is reading the
 * drawing of the house from the ground up. Whatever it opens is closed in the opposite order, the
 * home's lock last. Thread-safe once open.
 */
final class Node implements AutoCloseable {
    private final Closing closing;
    private final Home home;
    private final NodeConfig config;
    private final Clock clock = Clock.system();
    private final Events events = new Events();
    private final LedgerEvents told;
    private final Identity identity;
    private final LedgerFile ledger;
    private final CheckpointMemory memory;
    private final RulesInForce rules;
    private final PurseBook purses;
    private final Projector projector;
    private final Gate gate;
    private final Acts acts;
    private final Runs runs;
    private final Goals goals;
    private final Catalogue catalogue;
    private final Cli cli;
    private final AtomicReference<@Nullable SandboxProbe> probe = new AtomicReference<>();
    private volatile @Nullable Gateway gateway;
    private final List<String> warnings = new ArrayList<>();

    private Node(Home home, Map<String, String> environment, Closing closing) throws IOException {
        this.home = home;
        this.closing = closing;
        Disk disk = new LocalDisk();
        Entropy entropy = Entropy.system();
        Path userHome = Path.of(environment.getOrDefault("HOME", "/")).toAbsolutePath().normalize();

        // store and identity
        home.prepare();
        closing.add(HomeLock.take(home));
        config = HomeFiles.config(disk, home);
        identity = Identity.open(disk, home, entropy);
        Objects objects = new Objects(disk, home.objects());

        // ledger and the tables computed from it
        memory = CheckpointMemory.of(disk, environment, identity.signer().verifier());
        ledger = LedgerFile.open(disk, home.ledger(), identity.signer(), clock);
        closing.add(this::closeLedger);
        warnings.addAll(ledger.recovery());
        ledger.damage().ifPresent(damage -> {
            throw new LedgerDamaged(damage);
        });
        StateDb db = closing.add(StateDb.open(home.stateDb(), home.temp(), List.of()));
        projector = closing.add(Projector.open(db, ledger, projections()));
        acts = new Acts(db, ledger);

        refuseRolledBack();

        // sandbox, and whoever acts through it
        Boxes boxes = closing.add(Boxes.open(SandboxConfig.standard(home.boxes(), userHome, environment)));
        runs = new Runs(boxes, events, objects);
        BoxCommands commands = new BoxCommands(boxes, userHome, objects::put);
        Performers.Builder performers = Performers.builder();
        runs.register(performers);
        new ToolPerformers(objects::put, commands).register(performers);
        HomeVerification verification = new HomeVerification(disk, home, identity, memory);
        performers.add(Goals.GOAL_START, Goals.starter());
        performers.add(Census.FS_CENSUS, new CensusTaker());
        performers.add(LedgerCheck.LEDGER_VERIFY, verification.check().performer());
        Thinking thinking = Thinking.of(config, environment, clock);
        closing.add(thinking.register(performers));

        // policy
        GrantBook grants = new GrantBook();
        RuleBook book = new RuleBook(disk, home.root(), objects, known(performers.names()), places(userHome), grants);
        RuleBook.Opening opening = book.open(db.read(AdoptionProjection::last));
        rules = opening.rules();
        if (!opening.warning().isEmpty()) {
            warnings.add(opening.warning());
        }
        performers.add(RuleBook.ADOPT, (bytes, permit) -> book.adopt(rules, bytes, permit));
        purses = new PurseBook(PurseLimits.of(config), clock);
        db.read(sql -> {
            PurseProjection.load(sql, purses);
            return true;
        });

        // the gate over all of it
        Gate.Ports ports = new Gate.Ports(rules, purses, ledger, clock);
        gate = closing.add(Gate.open(ports, performers.build(), OpenTable.recovered(db), Version.text()));
        told = new LedgerEvents(ledger, events);
        projector.start(List.of(told::publish));
        opening.pending().ifPresent(bytes ->
                gate.perform(RuleBook.ADOPT, RuleBook.adoption(bytes, Actor.operator("rules-file")), bytes));
        RunSweep sweep = new RunSweep(runs, db, projector, gate, clock, RunSweep.Bounds.standard());
        closing.add(Ticker.start(gate, new KillSwitch(disk, home.root(), gate, clock), sweep, clock));

        // the mind
        Planner planner = thinking.planner(gate, clock);
        goals = closing.add(Goals.open(new Goals.Ports(
                gate, commands, events, clock, objects, planner, new StateGoals(db, projector), new GoalLeave(grants))));

        // what can be asked of it
        RunReader reader = new RunReader(db, ledger, runs, gate, objects);
        List<Operation<?, ?>> operations = new ArrayList<>();
        operations.addAll(new LedgerOperations(ledger, verification).all());
        operations.addAll(new ActOperations(acts, projector).all());
        operations.addAll(new PolicyOperations(gate, rules, db, events, new ActDetails(objects)).all());
        operations.addAll(new RunOperations(gate, runs, reader, projector).all());
        MindOperations mind = new MindOperations(goals, planner);
        operations.addAll(mind.all());
        operations.addAll(GatewayOperations.all(() -> Optional.ofNullable(gateway)));
        operations.addAll(new NodeOperations(this).all());
        catalogue = Catalogue.of(operations);
        cli = new Cli(catalogue, Map.of(
                "run", new RunVerb(this, userHome), "goal", new GoalVerb(goals, mind, events), "up", new Up.Described()));
    }

    /** The ops that rules may name: those that something performs here, and those that rules are written for ahead. */
    private static Set<String> known(Set<String> performed) {
        Set<String> known = new TreeSet<>(performed);
        known.addAll(List.of(RuleBook.ADOPT.name(), "net.connect", "goal.end", "home.backup"));
        return known;
    }

    private static List<Projection> projections() {
        return List.of(
                new OpenTable(), new ActTable(), new RunTable(), new ApprovalProjection(), new PurseProjection(),
                new AdoptionProjection(), new GoalProjection());
    }

    /** Opens the home under its lock; whatever was opened is closed again when a later part refuses. */
    static Node open(Home home, Map<String, String> environment) {
        Closing closing = new Closing();
        try {
            return new Node(home, environment, closing);
        } catch (IOException e) {
            closing.close();
            throw new StoreFailed("the node cannot be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private Places places(Path userHome) {
        List<String> models = config.model().map(model -> List.of(model.endpoint())).orElse(List.of());
        return new Places(
                home.root().toString(),
                userHome.toString(),
                models,
                Set.copyOf(List.of(config.operatorPort(), config.metricsPort())));
    }

    /** A ledger shorter than one that was seen is an older copy; nothing is added to it unasked. */
    private void refuseRolledBack() {
        long seen = memory.last().map(Checkpoint::size).orElse(0L);
        if (ledger.size() < seen) {
            throw new LedgerFailed("this ledger has " + ledger.size() + " entries, but " + seen
                    + " were signed and seen before: the home " + home.root() + " is an older copy. Bring the newer one"
                    + " back, or accept the loss by removing " + memory.file());
        }
    }

    Home home() {
        return home;
    }

    NodeConfig config() {
        return config;
    }

    Clock clock() {
        return clock;
    }

    Events events() {
        return events;
    }

    Replay replay() {
        return told;
    }

    Identity identity() {
        return identity;
    }

    LedgerFile ledger() {
        return ledger;
    }

    Gate gate() {
        return gate;
    }

    Acts acts() {
        return acts;
    }

    Runs runs() {
        return runs;
    }

    RulesInForce rules() {
        return rules;
    }

    PurseBook purses() {
        return purses;
    }

    Projector projector() {
        return projector;
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
            known = runs.probe(gate);
            probe.set(known);
        }
        return known;
    }

    /** How strongly commands are held, once it is known. */
    Optional<Strength> strength() {
        return Optional.ofNullable(probe.get()).map(SandboxProbe::strength);
    }

    Goals goals() {
        return goals;
    }

    /** A node that never had a goal gives itself its first ones, before the visitor's eyes. */
    void beBorn() {
        if (goals.newest(1).isEmpty()) {
            FirstGoals.give(goals, home.root(), source());
        }
    }

    /** The folder of the node's own source, where the launcher said there is one. */
    private static Optional<Path> source() {
        String source = System.getProperty("stemma.source", "");
        return source.isEmpty() ? Optional.empty() : Optional.of(Path.of(source));
    }

    /** Tells the node which gateway serves it, for whoever asks for a login link. */
    void servedBy(Gateway opened) {
        gateway = opened;
    }

    int activeGoals() {
        return goals.active();
    }

    /** What the operator should know about this opening, one sentence each. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The ledger signs its last entries as it closes; only then is there something to remember. */
    private void closeLedger() {
        ledger.close();
        ledger.lastCheckpoint().ifPresent(memory::remember);
    }

    /** Signs what was done, remembers it outside the home, and gives everything up. */
    @Override
    public void close() {
        closing.close();
    }
}
