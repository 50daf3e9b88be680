package stemma.sandbox.undo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.ActWaiting;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Call;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Entropy;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Policy;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Result;
import stemma.core.Verdict;
import stemma.identity.Identity;
import stemma.identity.SealedObjects;
import stemma.ledger.LedgerFile;
import stemma.ledger.table.ActTable;
import stemma.ledger.table.Acts;
import stemma.ledger.table.OpenTable;
import stemma.ledger.table.Projector;
import stemma.policy.GrantBook;
import stemma.policy.Places;
import stemma.policy.RulePolicy;
import stemma.sandbox.Boxes;
import stemma.sandbox.FreePurses;
import stemma.sandbox.SandboxConfig;
import stemma.sandbox.Workspace;
import stemma.sandbox.WorkspacePath;
import stemma.sandbox.run.OutputFolder;
import stemma.sandbox.run.RunOperations;
import stemma.sandbox.run.RunReader;
import stemma.sandbox.run.RunTable;
import stemma.sandbox.run.Runs;
import stemma.store.BoundedFolder;
import stemma.store.Disk;
import stemma.store.Home;
import stemma.store.LocalDisk;
import stemma.store.Objects;
import stemma.store.StateDb;
import stemma.store.StateFile;

/**
 * A node's ledger, tables, gate, default rules and sealed content over one folder, in which goals write. Their
 * questions are answered with yes. Opened again over the same folder it is the same node after a restart.
 */
final class UndoWorld implements AutoCloseable {
    private static final Call CALL = new Call(Actor.operator("test"), progress -> {});
    private static final Op<String, Workspace.Written> WRITE = Op.effect("fs.write");
    private static final Op<String, String> START = Op.effect("goal.start");
    private static final Op<String, String> SEND = Op.effect("net.call");
    private static final byte[] RULES = (new String(RulePolicy.template(), StandardCharsets.UTF_8)
                    + "allow net.call * by operator\n")
            .getBytes(StandardCharsets.UTF_8);

    final Path project;
    final Gate gate;
    final KeptContent kept;
    final BoundedFolder undoFolder;
    final List<ActId> atWork = new ArrayList<>();
    private final GrantBook grants = new GrantBook();
    private final LedgerFile ledger;
    private final StateDb db;
    private final Boxes boxes;
    private final Projector projector;
    private final Acts acts;
    private final UndoOperations operations;

    UndoWorld(Path base, long bytesMax, boolean off) throws IOException {
        Path real = base.toRealPath();
        Home home = new Home(real.resolve("node"));
        home.prepare();
        Path userHome = Files.createDirectories(real.resolve("home"));
        project = Files.createDirectories(real.resolve("project"));
        Disk disk = new LocalDisk();
        Identity identity = Identity.open(disk, home, Entropy.system());
        ledger = LedgerFile.open(disk, home.ledger(), identity.signer(), Clock.system());
        db = StateFile.open(home.stateDb(), home.temp(), List.of());
        projector =
                Projector.open(db, ledger, List.of(new OpenTable(), new ActTable(), new RunTable(), new UndoTable()));
        boxes = Boxes.open(SandboxConfig.standard(home.boxes(), userHome, System.getenv()));
        Objects objects = new Objects(disk, home.objects());
        Runs runs = new Runs(
                boxes, new Events(), objects, new OutputFolder(disk, home.outputs(), OutputFolder.Bounds.standard()));
        undoFolder = new BoundedFolder(disk, home.undo(), Clock.system(), bytesMax);
        AtomicReference<Policy> judge = new AtomicReference<>(act -> new Verdict.Deny("none", "none"));
        kept = new KeptContent(
                SealedObjects.of(identity, "undo", undoFolder),
                undoFolder,
                act -> judge.get().judge(act),
                off);
        Performers.Builder performers = Performers.builder();
        runs.register(performers);
        performers.add(WRITE, (input, permit) -> {
            int space = input.indexOf(' ');
            Workspace workspace = Workspace.open(project, kept);
            WorkspacePath path = workspace.path(input.substring(0, space));
            Workspace.Written written = workspace.write(permit, path, bytes(input.substring(space + 1)));
            return Done.of(written).evidence(written.evidence().build());
        });
        performers.add(START, (input, permit) -> {
            permit.spend(new Effect(START.name(), project.toString(), Digest.EMPTY));
            return Done.of(input);
        });
        performers.add(SEND, (input, permit) -> {
            permit.spend(new Effect(SEND.name(), "example.org:443", Digest.EMPTY));
            return Done.of(input).evidence(Json.object().put("bytes", 1).build());
        });
        Places places = new Places(home.root().toString(), userHome.toString(), List.of());
        judge.set(RulePolicy.compile(RULES, "policy.rules", Set.of(), places, grants));
        Gate.Ports ports = new Gate.Ports(act -> judge.get().judge(act), new FreePurses(), ledger, Clock.system());
        gate = Gate.open(ports, performers.build(), OpenTable.recovered(db), "test");
        projector.start(List.of());
        RunReader reader = new RunReader(db, ledger, runs, gate, objects);
        acts = new Acts(db, ledger);
        operations = new UndoOperations(new UndoOperations.Parts(
                gate,
                runs,
                new RunOperations(gate, runs, reader, projector),
                acts,
                db,
                projector,
                kept,
                objects,
                id -> atWork.contains(id) ? Optional.of("active") : Optional.empty()));
    }

    UndoWorld(Path base) throws IOException {
        this(base, 1 << 30, false);
    }

    ActId goal() {
        ActId id = performed(START, "goal", project.toString(), CALL.caller(), Digest.EMPTY)
                .id();
        grants.grantFolder(Actor.goal(id), project.toString());
        return id;
    }

    ActId send() {
        return performed(SEND, "x", "example.org:443", CALL.caller(), Digest.EMPTY)
                .id();
    }

    /** The goal writes; its question is answered with yes. */
    Receipt write(ActId goal, String path, String content) {
        WorkspacePath target = WorkspacePath.of(project, path);
        return performed(WRITE, path + " " + content, target.target(), Actor.goal(goal), Digest.of(bytes(content)));
    }

    /** The id of a question that is answered with no. */
    ActId denied(ActId goal, String path) {
        Act act = Act.of(WRITE, project.resolve(path).toString(), Actor.goal(goal), Provenance.OPERATOR);
        ActId asked = ((Result.Waiting<Workspace.Written>) gate.perform(WRITE, act, path + " x"))
                .approval()
                .id();
        gate.answer(asked, false, CALL.caller());
        return asked;
    }

    private <O> Receipt performed(Op<String, O> op, String input, String target, Actor actor, Digest digest) {
        Act act = Act.of(op, target, actor, Provenance.OPERATOR).input(digest);
        Result<O> result = gate.perform(op, act, input);
        if (result instanceof Result.Waiting<O>(Approval approval)) {
            approve(approval.id());
            result = gate.perform(op, act, input);
        }
        result.orThrow();
        return ((Result.Ended<O>) result).receipt();
    }

    void approve(ActId id) {
        assertThat(gate.answer(id, true, CALL.caller())).isPresent();
    }

    RunOperations.Ended undo(ActId id) throws InterruptedException {
        return operations.undo(id.toString(), CALL);
    }

    /** As a person does it who says yes to whatever is asked on the way. */
    RunOperations.Ended undoUnasked(ActId id) throws InterruptedException {
        try {
            return undo(id);
        } catch (ActWaiting waiting) {
            approve(waiting.approval().id());
            return undo(id);
        }
    }

    /** The receipts of all that was taken back. */
    List<Receipt> undos() throws InterruptedException {
        projector.settle();
        return acts.done(CALL.caller(), List.of("fs.undo"));
    }

    /** {@code outcome name} of each file. */
    List<String> undone(ActId id) throws InterruptedException {
        return undo(id).files().stream()
                .map(end -> end.outcome() + " " + project.relativize(Path.of(end.path())))
                .toList();
    }

    String file(String path) throws IOException {
        return Files.readString(project.resolve(path));
    }

    void byHand(String path, String content) throws IOException {
        Files.writeString(project.resolve(path), content);
    }

    boolean rebuildsTheSame() {
        return projector.rebuild().stream().noneMatch(Projector.Rebuilt::changed);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
