package stemma.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command line that starts a box: a chain of programs, each of which takes something away and then
 * becomes the next.
 *
 * <pre>
 *   setpriv   drops the uid, the groups, every capability                  only when the node is root
 *   unshare   a user namespace in which overlays may be mounted
 *   sh        opens the three descriptors (Java closes all above 2 in a child), and the terminal if there is one,
 *             mounts the overlays, sets the resource limits
 *   bwrap     new namespaces, the file tree, no capabilities, last of all the filter
 *   setsid    makes the terminal the command's own, and not the chain's    only with a terminal
 *   sh        becomes the command (a missing one gives 127, as in a shell)
 * </pre>
 *
 * <p>The chain's own environment holds a fixed path and locale and nothing else, because the first process in the box
 * shows its environment to everyone in the box. What is granted goes in through the arguments file. The
 * terminal becomes
 * the controlling one only inside: otherwise an interrupt key would end bubblewrap, and with it the box.
 */
final class Launch {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL", "C.UTF-8");

    /** A volatile overlay does not force the whole disk to be written when it is taken down; old kernels know none. */
    private static final String OPEN_MOUNT_AND_LIMIT = """
            cd "$1" && exec 7<args 8>>status 9<"$8" || exit 125
            if [ -n "$7" ]; then exec <"$7" >"$7" 2>&1 || exit 125; fi
            for i in $2; do
              o="lowerdir=$9$i,upperdir=u$i,workdir=w$i,userxattr"
              mount -t overlay overlay -o "$o,volatile" "$9$i" 2>/dev/null ||
                mount -t overlay overlay -o "$o" "$9$i" 2>&8 || { echo "refused-layer: $i" >&8; exit 125; }
            done
            ulimit -c 0 || :
            ulimit -t "$3" || :
            ulimit -d "$4" || :
            ulimit -f "$5" || :
            ulimit -p "$6" || exit 125
            shift 9; exec "$@"
            """;

    private static final int BLOCK_BYTES = 512;
    private static final int KIB = 1_024;

    private final Host host;
    private final Stage stage;
    private final BoxSpec spec;
    private final int uid;
    private final Optional<Path> terminal;

    Launch(Host host, Stage stage, BoxSpec spec, int uid, Optional<Path> terminal) {
        this.host = host;
        this.stage = stage;
        this.spec = spec;
        this.uid = uid;
        this.terminal = terminal;
    }

    /** The chain, ready to be started by the box's thread. */
    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(chain());
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        builder.directory(Path.of("/").toFile());
        return builder;
    }

    private List<String> chain() {
        List<String> chain = new ArrayList<>();
        if (host.root()) {
            chain.addAll(dropped());
        }
        chain.addAll(List.of(
                Host.needed("unshare", "util-linux").toString(),
                "--user",
                "--map-root-user",
                "--mount",
                "--propagation",
                "private",
                "--"));
        chain.addAll(limited());
        chain.addAll(
                List.of(Host.needed("bwrap", "bubblewrap").toString(), "--json-status-fd", "8", "--args", "7", "--"));
        if (terminal.isPresent()) {
            chain.addAll(List.of(Host.needed("setsid", "util-linux").toString(), "--ctty"));
        }
        chain.addAll(List.of("/bin/sh", "-c", inside(), "box"));
        chain.addAll(spec.argv());
        return chain;
    }

    private List<String> dropped() {
        return List.of(
                Host.needed("setpriv", "util-linux").toString(),
                "--reuid",
                Integer.toString(uid),
                "--regid",
                Integer.toString(uid),
                "--clear-groups",
                "--no-new-privs",
                "--inh-caps=-all",
                "--bounding-set=-all",
                "--");
    }

    private List<String> limited() {
        String overlays = stage.layers().stream()
                .filter(layer -> layer.kind() == Layer.Kind.OVERLAY)
                .map(layer -> Integer.toString(layer.index()))
                .collect(Collectors.joining(" "));
        BoxLimits limits = spec.limits();
        return List.of(
                "/bin/sh",
                "-c",
                OPEN_MOUNT_AND_LIMIT,
                "box",
                stage.box().toString(),
                overlays,
                Long.toString(limits.cpuSeconds()),
                Long.toString(limits.memoryBytes() / KIB),
                Long.toString(Math.max(1, limits.fileBytesMax() / BLOCK_BYTES)),
                Integer.toString(limits.processesMax()),
                terminal.map(Path::toString).orElse(""),
                stage.kit().resolve(BoxKit.FILTER).toString(),
                host.root() ? "../l" : "l");
    }

    private String inside() {
        String relay = spec.netHosts().isEmpty() ? "" : NetRelay.COMMAND + " || exit 125; ";
        return relay + "exec \"$@\"";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
