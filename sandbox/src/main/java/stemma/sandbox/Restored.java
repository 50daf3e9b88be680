package stemma.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stemma.sandbox.linux.RawPath;

/**
 * Entries of the real folder that undoing put back, each with the change time it has had since.
 *
 * <p>To {@link Origin} an entry that was put back looks changed on the host, and an undone run could never be applied
 * again. With its new change time known it is what the run started from, until somebody else touches it.
 */
record Restored(Map<Path, Long> changeNanos) {
    private static final String FILE = "restored";

    Restored {
        changeNanos = Map.copyOf(changeNanos);
    }

    static Restored read(BoxFolder box) throws IOException {
        Path file = box.path().resolve(FILE);
        Map<Path, Long> times = new HashMap<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            int space = line.indexOf(' ');
            times.put(RawPath.decode(line.substring(space + 1)), Long.parseLong(line.substring(0, space)));
        }
        return new Restored(times);
    }

    /** Whether this is the very state that undoing left. */
    boolean is(Path at, FileFacts host) {
        return Optional.ofNullable(changeNanos.get(at))
                .filter(nanos -> nanos == host.changeNanos())
                .isPresent();
    }

    /** These and what is known already, durable in the box folder. */
    Restored with(Map<Path, Long> more, BoxFolder box) throws IOException {
        Map<Path, Long> all = new HashMap<>(changeNanos);
        all.putAll(more);
        StringBuilder text = new StringBuilder();
        all.forEach((path, nanos) ->
                text.append(nanos).append(' ').append(RawPath.encode(path)).append('\n'));
        Path part = box.path().resolve(FILE + ".part");
        Files.write(part, text.toString().getBytes(StandardCharsets.UTF_8));
        Journal.sync(part);
        Files.move(part, box.path().resolve(FILE), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        return new Restored(all);
    }
}
