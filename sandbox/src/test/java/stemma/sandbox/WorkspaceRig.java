package stemma.sandbox;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Gate;
import stemma.core.Log;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Permit;
import stemma.core.Provenance;
import stemma.core.Purses;
import stemma.core.Receipt;
import stemma.core.Recovered;
import stemma.core.Result;
import stemma.core.Verdict;

/** A real gate that allows everything, and a workspace behind it. Permits exist only inside acts. */
final class WorkspaceRig {
    static final Op<Function<Permit, Object>, Object> READ = Op.observe("fs.read");
    static final Op<Function<Permit, Object>, Object> WRITE = Op.effect("fs.write");
    static final Op<Function<Permit, Object>, Object> EDIT = Op.effect("fs.edit");
    static final Op<Function<Permit, Object>, Object> ASK = Op.effect("model.ask");

    final Map<Digest, byte[]> kept = new HashMap<>();
    final Path folder;

    WorkspaceRig(Path folder) {
        this.folder = folder;
    }

    Workspace workspace() {
        return Workspace.open(folder, (act, contents) -> {
            contents.forEach(content -> kept.put(Digest.of(content), content));
            return Optional.empty();
        });
    }

    byte[] read(String path) {
        Workspace workspace = workspace();
        WorkspacePath at = workspace.path(path);
        return (byte[]) act(
                READ,
                at.target(),
                Digest.EMPTY,
                permit -> workspace.look(permit, Workspace.Look.READ, at).content(at, WorkspaceView.READ_BYTES_MAX));
    }

    WorkspaceView.Items list(String path) {
        Workspace workspace = workspace();
        WorkspacePath at = workspace.path(path);
        return (WorkspaceView.Items) act(
                READ,
                at.target(),
                Digest.EMPTY,
                permit -> workspace.look(permit, Workspace.Look.READ, at).items(at));
    }

    Workspace.Written write(String path, byte[] content) {
        Workspace workspace = workspace();
        WorkspacePath at = workspace.path(path);
        return (Workspace.Written)
                act(WRITE, at.target(), Digest.of(content), permit -> workspace.write(permit, at, content));
    }

    Workspace.Written edit(String path, WorkspaceEdit edit) {
        Workspace workspace = workspace();
        WorkspacePath at = workspace.path(path);
        return (Workspace.Written) act(EDIT, at.target(), edit.digest(), permit -> workspace.edit(permit, at, edit));
    }

    /** Does the body as that act; what the body throws comes out as it is. */
    static Object act(
            Op<Function<Permit, Object>, Object> op, String target, Digest digest, Function<Permit, Object> body) {
        RuntimeException[] thrown = new RuntimeException[1];
        Performers performers = Performers.builder()
                .add(op, (input, permit) -> {
                    try {
                        return Done.of(input.apply(permit));
                    } catch (RuntimeException e) {
                        thrown[0] = e;
                        throw e;
                    }
                })
                .build();
        Gate.Ports ports =
                new Gate.Ports(act -> new Verdict.Allow("test"), new NoPurses(), new NoLog(), Clock.system());
        try (Gate gate = Gate.open(ports, performers, Recovered.NOTHING, "test")) {
            Act act = Act.of(op, target, Actor.operator("test"), Provenance.OPERATOR)
                    .input(digest);
            Result<Object> result = gate.perform(op, act, body);
            if (thrown[0] != null) {
                throw thrown[0];
            }
            return switch (result) {
                case Result.Ended<Object>(Receipt receipt, Optional<Object> output) ->
                    output.orElseThrow(() -> new AssertionError(receipt.note()));
                case Result.Waiting<Object> waiting -> throw new AssertionError("waits: " + waiting.approval());
            };
        }
    }

    private static final class NoLog implements Log {
        private long next;

        @Override
        public synchronized long append(byte[] entry) {
            return next++;
        }

        @Override
        public void awaitDurable(long index) {}
    }

    private static final class NoPurses implements Purses {
        @Override
        public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
            return Optional.empty();
        }

        @Override
        public void settle(ActId id, Cost spent) {}
    }
}
