package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import stemma.sandbox.linux.Child;
import stemma.sandbox.linux.Fd;
import stemma.sandbox.linux.Landlock;
import stemma.sandbox.linux.MountNamespace;
import stemma.sandbox.linux.Pipe;
import stemma.sandbox.linux.Pty;
import stemma.sandbox.linux.ResourceLimit;
import stemma.sandbox.linux.Seccomp;
import stemma.sandbox.linux.ThreadUser;

/**
 * Starts the box of a machine that refuses namespaces: a copy of the folder, a Landlock domain, a narrower system call
 * filter, the dropped uid, the resource limits and the cleared environment.
 *
 * <p>It is weaker than a real box, and is made only where the operator asked for no more. The command sees where the
 * copy really lies, the names of all files and, on a node that is not root, it may set modes and times of its user's
 * files. It opens no socket at all, so nothing can be granted but variables. It has no {@code /proc}.
 *
 * <pre>
 *   box thread            root: own mounts, so that its user reaches the box folder in the node's private home
 *     throw-away thread   Landlock, then the filter, then starts the shell as the box's user; ends
 *       sh                waits until its limits are put on it, and becomes the command
 * </pre>
 *
 * <p>Both are entered by a thread that is used for nothing else, because neither can be left, and a filter that kills
 * would kill the node with it: that thread does nothing but start the program.
 */
final class BasicLaunch implements BoxLaunch {
    private static final String WAIT_AND_BECOME = "read -r go <&3; exec \"$@\" 3<&-";
    private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom", "tty");
    static final List<String> WRITTEN = List.of("h0", "t0");

    private final BoxGround ground;
    private final BoxFolder folder;
    private final BoxSpec spec;
    private final int uid;
    private final Optional<Pty> pty;
    private final CompletableFuture<CommandGroup> made = new CompletableFuture<>();

    BasicLaunch(BoxGround ground, BoxFolder folder, BoxSpec spec, int uid, Optional<Pty> pty) {
        this.ground = ground;
        this.folder = folder;
        this.spec = spec;
        this.uid = uid;
        this.pty = pty;
    }

    @Override
    public Chain start() throws IOException {
        Path box = reachable();
        Path copy = box.resolve("c0");
        Path cwd = copy.resolve(spec.folder().relativize(spec.cwd()));
        CommandGroup group = group();
        Pipe go = Pipe.open();
        boolean started = false;
        try (Landlock domain = domain(box, copy);
                ConsoleEnds ends =
                        ConsoleEnds.open(pty, ground.blocking(), spec.limits().outputBytesMax())) {
            byte[] filter = Seccomp.alone(group.group());
            List<Fd> files =
                    Stream.concat(ends.child().stream(), Stream.of(go.reader())).toList();
            Child child = Child.startIn(
                    group.group(), words(), environment(box), cwd, files, start -> held(domain, filter, start));
            started = true;
            made.complete(group.with(child));
            return Chain.silent(child, go, ends.ours());
        } finally {
            if (!started) {
                go.close();
                group.end();
                group.close();
            }
        }
    }

    /** What the started command is in. */
    CommandGroup started() {
        return made.join();
    }

    private CommandGroup group() throws IOException {
        Path nothing = Path.of("/dev/null");
        try (Fd in = Fd.terminal(nothing)) {
            List<byte[]> waiting = Stream.of("/bin/sh", "-c", "kill -STOP $$; exit")
                    .map(Launch::bytes)
                    .toList();
            return CommandGroup.of(
                    Child.startIn(0, waiting, Map.of(), Path.of("/"), List.of(in, in, in), this::asUser));
        }
    }

    @Override
    public void hold(long pid) throws IOException {
        for (Map.Entry<ResourceLimit, Long> limit : spec.limits().kept().entrySet()) {
            ResourceLimit kind = limit.getKey();
            asUser(() -> {
                kind.put(pid, limit.getValue());
                return pid;
            });
        }
    }

    /** The box folder where the box's user can get at it. */
    private Path reachable() throws IOException {
        if (!ground.host().root()) {
            return folder.path();
        }
        Path place = Stage.place();
        MountNamespace mounts = MountNamespace.enter();
        Fd tree = mounts.tree(folder.path());
        mounts.cover(place);
        Path box = Files.createDirectory(place.resolve("box"));
        mounts.attach(tree, box);
        return box;
    }

    private Landlock domain(Path box, Path copy) throws IOException {
        Landlock domain = Landlock.open();
        Toolchains tools = ground.toolchains();
        for (Path system : Stream.of(tools.folders(), List.of(Path.of("/etc")), tools.extra())
                .flatMap(List::stream)
                .toList()) {
            domain.allow(system, Landlock.Access.READ);
        }
        for (String device : DEVICES) {
            domain.allow(Path.of("/dev", device), Landlock.Access.DEVICE);
        }
        domain.allow(copy, Landlock.Access.WRITE);
        for (String own : WRITTEN) {
            domain.allow(box.resolve(own), Landlock.Access.WRITE);
        }
        return domain;
    }

    private Map<String, String> environment(Path box) {
        Map<String, String> environment = new TreeMap<>(
                BoxEnvironment.of(ground.host(), spec, ground.toolchains().extra()));
        environment.put("HOME", box.resolve(WRITTEN.getFirst()).toString());
        environment.put("TMPDIR", box.resolve(WRITTEN.getLast()).toString());
        environment.putAll(spec.environment());
        return environment;
    }

    private List<byte[]> words() {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", WAIT_AND_BECOME, "box"));
        words.addAll(spec.argv());
        return words.stream().map(Launch::bytes).toList();
    }

    /** Starts it from a thread that is held like the command will be. */
    private long held(Landlock domain, byte[] filter, ThreadUser.Work<Long> start) throws IOException {
        FutureTask<Long> work = new FutureTask<>(() -> {
            if (!ground.host().root()) {
                ThreadUser.dropCapabilities();
            }
            domain.enter();
            Seccomp.enter(filter);
            return asUser(start);
        });
        Thread.ofPlatform().daemon().name("box start").start(work);
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw new IOException("the basic box could not be entered: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a box started", e);
        }
    }

    private <T> T asUser(ThreadUser.Work<T> work) throws IOException {
        return ground.host().root() ? ThreadUser.as(uid, work) : work.done();
    }
}
