package stemma.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import stemma.sandbox.linux.ProcessTree;

/**
 * A control group that bounds the memory of a whole box, where the node may make one. Resource limits bound
 * each process
 * by itself; only this bounds their sum. Both layouts of the kernel are known: the memory hierarchy of version 1, and
 * version 2 with the memory controller on.
 *
 * <p>Moving a process into a group waits for every processor of the machine, some ten milliseconds, and holds up all
 * forks meanwhile. So a box is moved only once it has run for {@value #AFTER_MILLIS} ms: short commands end before, and
 * are held by their own limits. References: Documentation/admin-guide/cgroup-v1/memory.rst and cgroup-v2.rst.
 */
final class ControlGroup implements AutoCloseable {
    private static final Path V1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path V2 = Path.of("/sys/fs/cgroup");
    static final long AFTER_MILLIS = 60;
    private static final String KILLS = "oom_kill ";
    private static final int ROUNDS_MAX = 100;
    private static final int REMOVE_TRIES_MAX = 200;
    private static final long REMOVE_WAIT_NANOS = 2_000_000;

    private final Leader init;
    private final String name;
    private final long memoryBytes;
    private final Thread thread;
    private final AtomicReference<@Nullable Path> made = new AtomicReference<>();
    private long killed;

    private ControlGroup(Leader init, String name, long memoryBytes) {
        this.init = init;
        this.name = name;
        this.memoryBytes = memoryBytes;
        this.thread = Thread.ofVirtual().name("box control group").unstarted(this::hold);
    }

    /** Puts a group around a box, where possible; closing removes it after the box has ended. */
    static ControlGroup around(Leader init, int uid, long memoryBytes) {
        ControlGroup made = new ControlGroup(init, "stemma-" + uid + "-" + init.pid(), memoryBytes);
        made.thread.start();
        return made;
    }

    private void hold() {
        try {
            Thread.sleep(AFTER_MILLIS);
            Optional<Path> place = place();
            if (place.isEmpty()) {
                return;
            }
            Path group = Files.createDirectory(place.get().resolve(name));
            made.set(group);
            boolean one = group.startsWith(V1);
            write(group.resolve(one ? "memory.limit_in_bytes" : "memory.max"), Long.toString(memoryBytes));
            boolean moved = true;
            for (int round = 0; moved && round < ROUNDS_MAX; round++) {
                moved = moveAll(group);
            }
        } catch (InterruptedException | IOException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Moves what is still outside; children of what is inside are born inside. False when nothing was outside. */
    private boolean moveAll(Path group) throws IOException {
        Set<String> inside = new HashSet<>(Files.readAllLines(group.resolve("cgroup.procs")));
        List<Long> all = new ArrayList<>(List.of(init.pid()));
        all.addAll(ProcessTree.below(init.pid()));
        boolean moved = false;
        for (long pid : all) {
            if (!inside.contains(Long.toString(pid)) && ProcessTree.alive(pid)) {
                write(group.resolve("cgroup.procs"), Long.toString(pid));
                moved = true;
            }
        }
        return moved;
    }

    /** Where groups can be made, if anywhere. */
    static Optional<Path> place() {
        for (Path place : List.of(V1, V2)) {
            boolean one = place.equals(V1)
                    && Files.isWritable(place.resolve("memory.limit_in_bytes").getParent());
            boolean two = place.equals(V2)
                    && read(place.resolve("cgroup.subtree_control")).contains("memory");
            if (Files.isWritable(place.resolve("cgroup.procs")) && (one || two)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** How many processes the kernel ended because all of the box's together reached the bound. */
    synchronized long killed() {
        @Nullable Path group = made.get();
        if (group != null && Files.exists(group)) {
            String events = group.startsWith(V1) ? "memory.oom_control" : "memory.events";
            killed = read(group.resolve(events))
                    .lines()
                    .filter(line -> line.startsWith(KILLS))
                    .mapToLong(line -> Long.parseLong(line.substring(KILLS.length())))
                    .sum();
        }
        return killed;
    }

    /** What the user should know about it, once the box has ended. */
    List<String> notes() {
        long count = killed();
        return count == 0
                ? List.of()
                : List.of("the box reached its memory bound of " + (memoryBytes >> 20) + " MiB; the kernel ended "
                        + count + " of its processes");
    }

    /** Removes the group; its processes have ended, but the kernel may need a moment to notice. */
    @Override
    public void close() throws IOException {
        thread.interrupt();
        joined();
        synchronized (this) {
            killed();
            @Nullable Path group = made.get();
            if (group != null) {
                remove(group);
            }
        }
    }

    private static void remove(Path group) throws IOException {
        for (int i = 0; ; i++) {
            try {
                Files.deleteIfExists(group);
                return;
            } catch (IOException busy) {
                if (i >= REMOVE_TRIES_MAX) {
                    throw busy;
                }
                LockSupport.parkNanos(REMOVE_WAIT_NANOS);
            }
        }
    }

    private void joined() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException absent) {
            return "";
        }
    }
}
