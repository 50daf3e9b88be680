package stemma.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import stemma.cartridge.Leases;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Labels;
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
import stemma.ledger.Cosignatures;
import stemma.ledger.LedgerExport;
import stemma.ledger.LedgerFile;
import stemma.ledger.LedgerOperations;
import stemma.ledger.PublicLog;
import stemma.ledger.table.Acts;
import stemma.ledger.table.OpenTable;
import stemma.ledger.table.Projector;
import stemma.mind.Goals;
import stemma.mind.LedgerCheck;
import stemma.mind.Planner;
import stemma.mind.survey.Census;
import stemma.mind.survey.CensusTaker;
import stemma.policy.GrantBook;
import stemma.policy.KillSwitch;
import stemma.policy.ManagedWatch;
import stemma.policy.PurseBook;
import stemma.policy.PurseOperations;
import stemma.sandbox.Boxes;
import stemma.sandbox.SandboxConfig;
import stemma.sandbox.run.OutputFolder;
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
import stemma.tools.label.LabelOps;
import stemma.tools.label.StateLabels;

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
        Descents descents,
        Erasure erasure,
        LedgerFile ledger,
        Cosignatures cosignatures,
        PublicLog publicLog,
        LedgerExport export,
        StateDb db,
        Projector projector,
        LedgerOperations.Verification verification,
        PolicyParts policy,
        Gate gate,
        Set<String> ops,
        Runs runs,
        KeptContent kept,
        Labels labels,
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
    static Foundations lay(Home home, Map<String, String> environment, boolean rebuilding, Closing closing)
            throws IOException {
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
                Vault.open(disk, home, identity, entropy, clock), ImportedSecrets.of(environment, config.variables()));
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
        StatePlace state = StatePlace.open(home, config, keyring, rebuilding);
        StateDb db = closing.add(state.db());
        Projector projector = closing.add(Projector.open(db, ledger, Projections.all()));
        memory.refuseRolledBack(home, ledger);
        Descents descents = Descents.open(disk, home, ledger, db, objects, screen, entropy, clock);

        // sandbox, and whoever acts through it
        Boxes boxes = closing.add(Boxes.open(SandboxConfig.standard(home.boxes(), userHome, environment)
                .withFloor(config.box().floor())
                .withOwnPorts(config.ownPorts())));
        OutputFolder outputs = new OutputFolder(disk, home.outputs(), OutputFolder.Bounds.standard());
        Runs runs = new Runs(boxes, events, objects, outputs);
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
        Labels labels = new StateLabels(db, projector);
        new ToolPerformers(kept, commands, screen, labels, act -> judge.get().judge(act)).register(performers);
        LabelOps.register(performers);
        HomeVerification verification = new HomeVerification(disk, home, identity, memory, config.witnesses());
        performers.add(Goals.GOAL_START, Goals.starter(descents.goals()));
        performers.add(Census.FS_CENSUS, new CensusTaker(labels));
        performers.add(LedgerCheck.LEDGER_VERIFY, verification.check().performer());
        performers.add(LedgerExport.EXPORT, export::perform);
        Thinking thinking = Thinking.of(config, keyring, clock);
        closing.add(thinking.register(performers));
        VaultOperations.register(performers, keyring.vault());
        performers.add(
                Backup.BACKUP, new Backup(disk, home, state.file(), ledger, descents.dag(), entropy, clock)::perform);
        Programs programs = Programs.lay(db, objects, clock, entropy);
        closing.add(programs.shelf());
        programs.register(performers);

        // policy
        Acts acts = new Acts(db, ledger);
        GrantBook grants = new GrantBook();
        PurseBook purses = new PurseBook(PurseLimits.of(config), clock);
        PurseOperations.register(performers, purses);
        PolicyParts policy = PolicyParts.open(
                NodeRules.book(disk, home, userHome, config, objects, performers.names(), grants, clock),
                grants,
                purses,
                db,
                key.text(),
                performers,
                descents::keep);
        judge.set(policy.rules());
        policy.rules().remember(new RecordedActs(acts));
        warnings.addAll(policy.opening().warnings());
        Erasure erasure = Erasure.of(descents, acts, objects, kept, outputs, policy.rules());
        performers.add(Erasure.ERASE, erasure::perform);

        // the gate over all of it
        Gate.Ports ports = new Gate.Ports(policy.governed(), policy.purses(), ledger, clock, policy.operators());
        Gate gate = closing.add(Gate.open(ports, performers.build(), OpenTable.recovered(db), Version.text()));
        Leases leases = closing.add(programs.leases(gate, purses, clock));
        LedgerEvents told = new LedgerEvents(ledger, events);
        projector.start(List.of(told::publish));
        policy.adopt(gate).ifPresent(warnings::add);
        RunSweep sweep = new RunSweep(runs, db, projector, gate, clock, RunSweep.Bounds.standard());
        closing.add(Ticker.start(
                gate,
                List.of(
                        new KillSwitch(disk, home.root(), gate, clock)::tick,
                        new ManagedWatch(gate, policy.book().managed(), clock)::tick),
                List.of(sweep::sweep, kept::trim),
                clock));

        warnings.addAll(programs.reopen(db, objects));

        // the mind
        Planner planner = thinking.planner(gate, screen, clock);
        Goals goals = closing.add(Goals.open(new Goals.Ports(
                gate,
                commands,
                events,
                clock,
                descents.goals(),
                planner,
                new StateGoals(db, projector),
                new GoalLeave(policy.grants()),
                screen,
                labels)));

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
                descents,
                erasure,
                ledger,
                cosignatures,
                publicLog,
                export,
                db,
                projector,
                verification,
                policy,
                gate,
                performers.names(),
                runs,
                kept,
                labels,
                thinking,
                planner,
                goals,
                programs,
                leases,
                warnings);
    }

    /** The ledger signs its last entries as it closes; only then is there something to remember. */
    private static void closeLedger(LedgerFile ledger, CheckpointMemory memory) {
        ledger.close();
        ledger.lastCheckpoint().ifPresent(memory::remember);
    }
}
