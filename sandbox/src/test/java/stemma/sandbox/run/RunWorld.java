package stemma.sandbox.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Clock;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Performers;
import stemma.core.Result;
import stemma.identity.Signer;
import stemma.ledger.LedgerFile;
import stemma.ledger.table.OpenTable;
import stemma.ledger.table.Projector;
import stemma.policy.GrantBook;
import stemma.policy.Places;
import stemma.policy.RulePolicy;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Boxes;
import stemma.sandbox.FreePurses;
import stemma.sandbox.SandboxConfig;
import stemma.store.Disk;
import stemma.store.LocalDisk;
import stemma.store.Objects;
import stemma.store.StateDb;
import stemma.store.StateFile;

/**
 * All that runs need, for real: a ledger, its tables, the default rules, a gate and boxes, over one folder.
 * Opened again
 * over the same folder it is the same node after a restart. The key is the published example of Go's note package.
 */
final class RunWorld implements AutoCloseable {
    private static final Signer SIGNER =
            Signer.parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
    static final Actor OPERATOR = Actor.operator("test");
    static final Call CALL = new Call(OPERATOR, progress -> {});

    static final OutputFolder.Bounds OUTPUT_BOUNDS = new OutputFolder.Bounds(256 * 1024, 600 * 1024);

    final Path project;
    final Path boxesFolder;
    final Path outputs;
    final Gate gate;
    final Runs runs;
    final StateDb db;
    final Projector projector;
    final RunReader reader;
    final RunOperations operations;
    private final LedgerFile ledger;
    private final Boxes boxes;

    RunWorld(Path base) throws IOException {
        Path real = base.toRealPath();
        Path node = Files.createDirectories(real.resolve("node"));
        Path userHome = Files.createDirectories(real.resolve("home"));
        project = Files.createDirectories(real.resolve("project"));
        boxesFolder = node.resolve("boxes");
        Disk disk = new LocalDisk();
        ledger = LedgerFile.open(disk, Files.createDirectories(node.resolve("ledger")), SIGNER, Clock.system());
        db = StateFile.open(node.resolve("state.db"), Files.createDirectories(node.resolve("temp")), List.of());
        projector = Projector.open(db, ledger, List.of(new OpenTable(), new RunTable()));
        boxes = Boxes.open(SandboxConfig.standard(boxesFolder, userHome, System.getenv()));
        Objects objects = new Objects(disk, Files.createDirectories(node.resolve("objects")));
        outputs = node.resolve("outputs");
        runs = new Runs(boxes, new Events(), objects, new OutputFolder(disk, outputs, OUTPUT_BOUNDS));
        Performers.Builder performers = Performers.builder();
        runs.register(performers);
        Places places = new Places(node.toString(), userHome.toString(), List.of());
        RulePolicy rules = RulePolicy.compile(RulePolicy.template(), "policy.rules", Set.of(), places, new GrantBook());
        Gate.Ports ports = new Gate.Ports(rules, new FreePurses(), ledger, Clock.system());
        gate = Gate.open(ports, performers.build(), OpenTable.recovered(db), "test");
        projector.start(List.of());
        reader = new RunReader(db, ledger, runs, gate, objects);
        operations = new RunOperations(gate, runs, reader, projector);
    }

    BoxSpec shell(String script) throws IOException {
        return runs.resolve(BoxSpec.of(project, "sh", "-c", script));
    }

    /** Runs a script that must end as done. */
    RunEnd sh(String script) throws IOException {
        return runs.run(gate, new RunRequest(shell(script), RunIo.none()), OPERATOR)
                .orThrow();
    }

    Result<RunEnd> run(RunRequest request) {
        return runs.run(gate, request, OPERATOR);
    }

    String state(String id) throws InterruptedException {
        projector.settle();
        return reader.state(ActId.parse(id)).orElse("absent");
    }

    RunOperations.Ended apply(String id, String... paths) throws InterruptedException {
        return operations.apply(new RunOperations.ChosenInput(id, List.of(paths)), CALL);
    }

    RunOperations.Ended undo(String id) throws InterruptedException {
        return operations.undo(id, CALL);
    }

    RunOperations.Ended discard(String id) throws InterruptedException {
        return operations.discard(new RunOperations.IdInput(id), CALL);
    }

    RunSweep sweep(RunSweep.Bounds bounds) {
        return new RunSweep(runs, db, projector, gate, Clock.system(), bounds);
    }

    /** Whether the memory of a whole box is bounded here. */
    boolean boundsMemory() {
        return runs.probe(gate).lines().stream().anyMatch(line -> line.name().equals("control groups") && line.works());
    }

    Path boxFolder(String id) {
        return boxesFolder.resolve(id.replace('.', '-'));
    }

    /** What is in the project, by name. */
    Map<String, String> files() throws IOException {
        Map<String, String> files = new java.util.TreeMap<>();
        try (var walk = Files.walk(project)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(project.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    @Override
    public void close() throws IOException {
        gate.close();
        boxes.close();
        projector.close();
        db.close();
        ledger.close();
    }
}
