package stemma.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import stemma.cartridge.Leases;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Performers;
import stemma.core.Policy;
import stemma.core.Screen;
import stemma.core.Verdict;
import stemma.identity.Identity;
import stemma.identity.ImportedSecrets;
import stemma.identity.Keyring;
import stemma.identity.SealedObjects;
import stemma.identity.SecretScreen;
import stemma.identity.Vault;
import stemma.identity.VaultOperations;
import stemma.identity.Verifier;
import stemma.ledger.Checkpoint;
import stemma.ledger.Cosignatures;
import stemma.ledger.LedgerExport;
import stemma.ledger.LedgerFailed;
import stemma.ledger.LedgerFile;
import stemma.ledger.LedgerOperations;
import stemma.ledger.PublicLog;
import stemma.ledger.table.OpenTable;
import stemma.ledger.table.Projector;
import stemma.mind.Goals;
import stemma.mind.LedgerCheck;
import stemma.mind.Planner;
import stemma.mind.survey.Census;
import stemma.mind.survey.CensusTaker;
import stemma.policy.AdoptionProjection;
import stemma.policy.GrantBook;
import stemma.policy.KillSwitch;
import stemma.policy.Places;
import stemma.policy.PurseBook;
import stemma.policy.PurseProjection;
import stemma.policy.RuleBook;
import stemma.policy.RulesInForce;
import stemma.sandbox.Boxes;
import stemma.sandbox.SandboxConfig;
import stemma.sandbox.run.RunSweep;
import stemma.sandbox.run.Runs;
import stemma.sandbox.undo.KeptContent;
import stemma.store.BoundedFolder;
import stemma.store.Disk;
import stemma.store.Home;
import stemma.store.HomeLock;
import stemma.store.LocalDisk;
import stemma.store.Objects;
import stemma.store.StateDb;
import stemma.tools.BoxCommands;
import stemma.tools.ToolPerformers;

/**
 * What a node stands on, wired by hand: reading {@link #lay} from top to bottom is reading the drawing
 * of the house from the ground up. Whatever it opens is handed to a {@link Closing}, which gives it
 * up in the opposite order, the home's lock last.
 */
record Foundations(
        Home home,
        Disk disk,
        Path userHome,
        NodeConfig config,
        Clock clock,
        Events events,
        LedgerEvents told,
        Identity identity,
        Keyring keyring,
        Objects objects,
        LedgerFile ledger,
        Cosignatures cosignatures,
        PublicLog publicLog,
        LedgerExport export,
        StateDb db,
        Projector projector,
        LedgerOperations.Verification verification,
        RuleBook book,
        RulesInForce rules,
        PurseBook purses,
        Gate gate,
        Set<String> ops,
        Runs runs,
        KeptContent kept,
        Thinking thinking,
        Planner planner,
        Goals goals,
        Programs programs,
        Leases leases,
        List<String> warnings) {

    Foundations {
        ops = Set.copyOf(ops);
        warnings = List.copyOf(warnings);
    }

    /** Opens the home under its lock and everything over it, from the ground up. */
    static Foundations lay(Home home, Map<String, String> environment, Closing closing) throws IOException {
        Clock clock = Clock.system();
        Events events = new Events();
        List<String> warnings = new ArrayList<>();
        Disk disk = new LocalDisk();
        Entropy entropy = Entropy.system();
        Path userHome =
                Path.of(environment.getOrDefault("HOME", "/")).toAbsolutePath().normalize();

        // store and identity
        home.prepare();
        closing.add(HomeLock.take(home));
        NodeConfig config = HomeFiles.config(disk, home);
        Identity identity = Identity.open(disk, home, entropy);
        Keyring keyring = new Keyring(
                Vault.open(disk, home, identity, entropy, clock),
                ImportedSecrets.of(environment, Thinking.variables(config)));
        Passphrase.given(disk, environment).ifPresent(given -> {
            if (!keyring.vault().unlock(given)) {
                warnings.add("the vault stays locked, because " + Passphrase.VARIABLE + " holds another passphrase");
            }
        });
        Screen screen = new SecretScreen(keyring::known);
        Objects objects = new Objects(disk, home.objects());

        // ledger and the tables computed from it
        CheckpointMemory memory =
                CheckpointMemory.of(disk, environment, identity.signer().verifier());
        LedgerFile ledger = LedgerFile.open(disk, home.ledger(), identity.signer(), clock, entropy);
        closing.add(() -> closeLedger(ledger, memory));
        warnings.addAll(ledger.recovery());
        ledger.damage().ifPresent(damage -> {
            throw new LedgerDamaged(damage);
        });
        Verifier key = identity.signer().verifier();
        Cosignatures cosignatures = Cosignatures.open(disk, home.ledger(), ledger, key, config.witnesses(), clock);
        warnings.addAll(cosignatures.warnings());
        PublicLog publicLog = new PublicLog(ledger, cosignatures);
        LedgerExport export = new LedgerExport(disk, home.root(), publicLog, key);
        StateDb db = closing.add(StateDb.open(home.stateDb(), home.temp(), List.of()));
        Projector projector = closing.add(Projector.open(db, ledger, Tables.all()));
        refuseRolledBack(home, ledger, memory);

        // sandbox, and whoever acts through it
        Boxes boxes = closing.add(Boxes.open(SandboxConfig.standard(home.boxes(), userHome, environment)
                .withOwnPorts(Set.copyOf(List.of(config.operatorPort(), config.publicPort(), config.metricsPort())))));
        Runs runs = new Runs(boxes, events, objects);
        BoxCommands commands = new BoxCommands(boxes, userHome, objects::put);
        Performers.Builder performers = Performers.builder();
        runs.register(performers);
        // content is kept only of what the rules show, and the rules name ops that are performed here: so the judge
        // comes later, before the first act
        AtomicReference<Policy> judge = new AtomicReference<>(act -> new Verdict.Deny("start", "no rules yet"));
        BoundedFolder undo =
                new BoundedFolder(disk, home.undo(), clock, config.undo().bytesMax());
        KeptContent kept = new KeptContent(
                SealedObjects.of(identity, "stemma undo content v1", undo),
                undo,
                act -> judge.get().judge(act),
                config.undo().off());
        new ToolPerformers(kept, commands, screen).register(performers);
        HomeVerification verification = new HomeVerification(disk, home, identity, memory, config.witnesses());
        performers.add(Goals.GOAL_START, Goals.starter());
        performers.add(Census.FS_CENSUS, new CensusTaker());
        performers.add(LedgerCheck.LEDGER_VERIFY, verification.check().performer());
        performers.add(LedgerExport.EXPORT, export::perform);
        Thinking thinking = Thinking.of(config, keyring, clock);
        closing.add(thinking.register(performers));
        VaultOperations.register(performers, keyring.vault());
        performers.add(Backup.BACKUP, new Backup(disk, home, db, ledger, entropy, clock)::perform);
        Programs programs = Programs.lay(db, objects, clock, entropy);
        closing.add(programs.shelf());
        programs.register(performers);

        // policy
        GrantBook grants = new GrantBook();
        RuleBook book = new RuleBook(
                disk, home.root(), objects, known(performers.names()), places(home, userHome, config), grants, clock);
        RuleBook.Opening opening = book.open(db.read(AdoptionProjection::last));
        RulesInForce rules = opening.rules();
        judge.set(rules);
        if (!opening.warning().isEmpty()) {
            warnings.add(opening.warning());
        }
        performers.add(RuleBook.ADOPT, (bytes, permit) -> book.adopt(rules, bytes, permit));
        PurseBook purses = new PurseBook(PurseLimits.of(config), clock);
        db.read(sql -> {
            PurseProjection.load(sql, purses);
            return true;
        });

        // the gate over all of it
        Gate.Ports ports = new Gate.Ports(rules, purses, ledger, clock);
        Gate gate = closing.add(Gate.open(ports, performers.build(), OpenTable.recovered(db), Version.text()));
        Leases leases = closing.add(programs.leases(gate));
        LedgerEvents told = new LedgerEvents(ledger, events);
        projector.start(List.of(told::publish));
        opening.pending()
                .ifPresent(bytes ->
                        gate.perform(RuleBook.ADOPT, RuleBook.adoption(bytes, Actor.operator("rules-file")), bytes));
        RunSweep sweep = new RunSweep(runs, db, projector, gate, clock, RunSweep.Bounds.standard());
        closing.add(Ticker.start(
                gate, new KillSwitch(disk, home.root(), gate, clock), List.of(sweep::sweep, kept::trim), clock));

        warnings.addAll(programs.reopen(db, objects));

        // the mind
        Planner planner = thinking.planner(gate, screen, clock);
        Goals goals = closing.add(Goals.open(new Goals.Ports(
                gate,
                commands,
                events,
                clock,
                objects,
                planner,
                new StateGoals(db, projector),
                new GoalLeave(grants),
                screen)));

        return new Foundations(
                home,
                disk,
                userHome,
                config,
                clock,
                events,
                told,
                identity,
                keyring,
                objects,
                ledger,
                cosignatures,
                publicLog,
                export,
                db,
                projector,
                verification,
                book,
                rules,
                purses,
                gate,
                performers.names(),
                runs,
                kept,
                thinking,
                planner,
                goals,
                programs,
                leases,
                warnings);
    }

    /** The ops that rules may name: those that something performs here. The rule book performs one itself. */
    private static Set<String> known(Set<String> performed) {
        Set<String> known = new TreeSet<>(performed);
        known.add(RuleBook.ADOPT.name());
        return known;
    }

    private static Places places(Home home, Path userHome, NodeConfig config) {
        List<String> models =
                config.model().map(model -> List.of(Thinking.target(model))).orElse(List.of());
        return new Places(home.root().toString(), userHome.toString(), models);
    }

    /** A ledger shorter than one that was seen is an older copy; nothing is added to it unasked. */
    private static void refuseRolledBack(Home home, LedgerFile ledger, CheckpointMemory memory) {
        long seen = memory.last().map(Checkpoint::size).orElse(0L);
        if (ledger.size() < seen) {
            throw new LedgerFailed("this ledger has " + ledger.size() + " entries, but " + seen
                    + " were signed and seen before: the home " + home.root() + " is an older copy. Bring the newer one"
                    + " back, or accept the loss by removing " + memory.file());
        }
    }

    /** The ledger signs its last entries as it closes; only then is there something to remember. */
    private static void closeLedger(LedgerFile ledger, CheckpointMemory memory) {
        ledger.close();
        ledger.lastCheckpoint().ifPresent(memory::remember);
    }
}
