package stemma.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Behalf;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Labels;
import stemma.core.Log;
import stemma.core.Performers;
import stemma.core.Permit;
import stemma.core.Policy;
import stemma.core.Provenance;
import stemma.core.Purses;
import stemma.core.Recovered;
import stemma.core.Screen;
import stemma.core.Verdict;

/** A toolbox over a folder, behind a real gate. */
final class ToolsRig implements AutoCloseable {
    /** What these tests take for a secret. */
    static final String PLANTED = "planted-secret-4711";

    private static final Screen SCREEN = text -> {
        int at = text.indexOf(PLANTED);
        return at < 0 ? List.of() : List.of(new Screen.Hit(at, at + PLANTED.length(), "vault:planted"));
    };

    final Path folder;
    final Map<Digest, byte[]> kept = new HashMap<>();
    final List<ExecInput> ran;
    final Gate gate;
    final Toolbox toolbox;

    ToolsRig(Path folder, Policy policy, CommandBox box) throws IOException {
        this.folder = folder.toRealPath();
        this.ran = box instanceof NotedBox noted ? noted.ran() : List.of();
        Performers performers = new ToolPerformers(this::keep, box, SCREEN, Labels.NONE, policy)
                .register(Performers.builder())
                .build();
        Gate.Ports ports = new Gate.Ports(policy, new FreePurses(), new CountingLog(), Clock.system());
        this.gate = Gate.open(ports, performers, Recovered.NOTHING, "test");
        this.toolbox = new Toolbox(gate, this.folder, Behalf.of(Actor.operator("test"), Provenance.OPERATOR), box);
    }

    /** Commands are only noted. */
    ToolsRig(Path folder, Policy policy) throws IOException {
        this(folder, policy, new NotedBox(new ArrayList<>()));
    }

    ToolsRig(Path folder) throws IOException {
        this(folder, act -> new Verdict.Allow("test"));
    }

    void file(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    ToolResult call(String tool, String arguments) {
        return toolbox.call(tool, (Json.Obj) Json.parse(arguments));
    }

    @Override
    public void close() {
        gate.close();
    }

    private Optional<String> keep(Act act, List<byte[]> contents) {
        contents.forEach(content -> kept.put(Digest.of(content), content));
        return Optional.empty();
    }

    private record NotedBox(List<ExecInput> ran) implements CommandBox {
        @Override
        public Effect effect(String op, ExecInput input) {
            return new Effect(op, input.commandLine(), Digest.EMPTY);
        }

        @Override
        public ExecOutput run(ExecInput input, Permit permit) {
            permit.spend(effect(permit.act().op(), input));
            ran.add(input);
            return new ExecOutput(0, false, "ran", "", 1, List.of());
        }
    }

    private static final class CountingLog implements Log {
        private long next;

        @Override
        public synchronized long append(byte[] entry) {
            return next++;
        }

        @Override
        public void awaitDurable(long index) {}
    }

    private static final class FreePurses implements Purses {
        @Override
        public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
            return Optional.empty();
        }

        @Override
        public void settle(ActId id, Cost spent) {}
    }
}
