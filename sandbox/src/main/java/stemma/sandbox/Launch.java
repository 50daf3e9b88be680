package stemma.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stemma.sandbox.linux.Child;
import stemma.sandbox.linux.Fd;
import stemma.sandbox.linux.MemoryFile;
import stemma.sandbox.linux.Pipe;
import stemma.sandbox.linux.Pty;
import stemma.sandbox.linux.ResourceLimit;
import stemma.sandbox.linux.ThreadUser;

/**
 * The command line that starts a box: a chain of programs, each of which takes something away and then
 * becomes the next.
 *
 * <pre>
 *   unshare   a user namespace in which overlays may be mounted       only for an ordinary user: for root the
 *   sh        mounts the overlays                                     starting thread does it, and drops its rights
 *   bwrap     new namespaces, the file tree, no capabilities, last of all the filter
 *   setsid    makes the terminal the command's own, not the chain's   only with a terminal
 *   sh        becomes the command, where that is not a program of the system's own
 * </pre>
 *
 * <p>Beside the command's three descriptors the chain has four: 3 the arguments for bubblewrap, 4 where it reports, 5
 * the filter, 6 what bubblewrap reads before it lets the command begin.
 *
 * <p>The chain's own environment holds a fixed path and locale and nothing else, because the first process in the box
 * shows its environment to everyone in the box. What is granted goes in through the arguments, which lie in memory.
 * The terminal becomes the controlling one only inside: otherwise an interrupt key would end bubblewrap, and with it
 * the box.
 */
final class Launch implements BoxLaunch {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL", "C.UTF-8");

    /** Shown in every box as they are, and on its path. */
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"));

    /** What {@link stemma.sandbox.linux.MountNamespace#overlay} is for root. */
    private static final String MOUNT = """
            for i in $1; do
              o="lowerdir=l$i,upperdir=u$i,workdir=w$i,userxattr"
              mount -t overlay overlay -o "$o,volatile" "l$i" 2>/dev/null ||
                mount -t overlay overlay -o "$o" "l$i" 2>&4 || { echo "refused-layer: $i" >&4; exit 125; }
            done
            shift; exec "$@"
            """;

    private final Host host;
    private final Stage stage;
    private final BoxSpec spec;
    private final int uid;
    private final Optional<Pty> pty;

    Launch(Host host, Stage stage, BoxSpec spec, int uid, Optional<Pty> pty) {
        this.host = host;
        this.stage = stage;
        this.spec = spec;
        this.uid = uid;
        this.pty = pty;
    }

    /** Arranges the stage and starts the chain. The calling thread is the box's own, and must outlive the chain. */
    @Override
    public Chain start() throws IOException {
        Fd seccomp = Fd.reading(stage.ground().kit().folder().resolve(BoxKit.FILTER));
        Pipe status = Pipe.open();
        Pipe go = Pipe.open();
        boolean started = false;
        try (Fd filter = seccomp;
                Fd arguments = MemoryFile.of(lines(BwrapArgs.of(host, stage, spec, uid)));
                ConsoleEnds ends = ConsoleEnds.open(
                        pty, stage.ground().blocking(), spec.limits().outputBytesMax())) {
            List<Fd> files = Stream.concat(
                            ends.child().stream(), Stream.of(arguments, status.writer(), filter, go.reader()))
                    .toList();
            stage.arrange();
            Child child = Child.start(words(), ENVIRONMENT, stage.box(), files, this::asUser);
            started = true;
            return Chain.of(child, status, go, ends.ours());
        } finally {
            if (!started) {
                status.close();
                go.close();
            }
        }
    }

    /** Bounds the first process of the box. The kernel lets its own user do that, and root only with one more right. */
    @Override
    public void hold(long pid) throws IOException {
        Map<ResourceLimit, Long> limits = spec.limits().kept();
        asUser(() -> {
            for (Map.Entry<ResourceLimit, Long> limit : limits.entrySet()) {
                limit.getKey().put(pid, limit.getValue());
            }
            return pid;
        });
    }

    private <T> T asUser(ThreadUser.Work<T> work) throws IOException {
        return host.root() ? ThreadUser.as(uid, work) : work.done();
    }

    private List<byte[]> words() {
        List<String> words = new ArrayList<>();
        if (!host.root()) {
            words.addAll(mounting());
        }
        words.addAll(List.of(program("bwrap", "bubblewrap"), "--args", "3", "--json-status-fd", "4"));
        words.addAll(List.of("--seccomp", "5", "--block-fd", "6", "--"));
        if (pty.isPresent()) {
            words.addAll(List.of(program("setsid", "util-linux"), "--ctty"));
        }
        if (!direct()) {
            words.addAll(List.of("/bin/sh", "-c", inside(), "box"));
        }
        words.addAll(spec.argv());
        return words.stream().map(Launch::bytes).toList();
    }

    private List<String> mounting() {
        String unshare = program("unshare", "util-linux");
        String overlays = stage.layers().stream()
                .filter(layer -> layer.kind() == Layer.Kind.OVERLAY)
                .map(layer -> Integer.toString(layer.index()))
                .collect(Collectors.joining(" "));
        return List.of(
                unshare,
                "--user",
                "--map-root-user",
                "--mount",
                "--propagation",
                "private",
                "--",
                "/bin/sh",
                "-c",
                MOUNT,
                "box",
                overlays);
    }

    /**
     * Whether bubblewrap may become the command by itself, which saves the start of a shell: when nothing else is to
     * be done inside, and the command is one of the system's own programs, so that it will be found.
     */
    private boolean direct() {
        String name = spec.argv().getFirst();
        return pty.isEmpty()
                && spec.netHosts().isEmpty()
                && name.indexOf('/') < 0
                && PROGRAMS.stream().anyMatch(folder -> runnable(folder.resolve(name)));
    }

    private static boolean runnable(Path program) {
        try {
            return Files.isRegularFile(program)
                    && Files.getPosixFilePermissions(program).contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException gone) {
            return false;
        }
    }

    private String inside() {
        String relay = spec.netHosts().isEmpty() ? "" : NetRelay.COMMAND + " || exit 125; ";
        return relay + "exec \"$@\"";
    }

    private static String program(String name, String debianPackage) {
        Path found = Host.needed(name, debianPackage);
        return found.toString();
    }

    private static byte[] lines(List<byte[]> arguments) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] argument : arguments) {
            all.writeBytes(argument);
            all.write(0);
        }
        return all.toByteArray();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
