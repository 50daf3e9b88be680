package stemma.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import stemma.sandbox.linux.RawPath;

/**
 * What bubblewrap is told: namespaces, the file tree from the root up, identity, and the command's environment.
 * The order is the order of mounting, so what lies deeper comes later.
 */
final class BwrapArgs {
    private final List<byte[]> args = new ArrayList<>();
    private final Host host;
    private final Toolchains toolchains;
    private final BoxSpec spec;
    private final Stage stage;
    private final String scratch;

    private BwrapArgs(Host host, Stage stage, BoxSpec spec) {
        this.host = host;
        this.toolchains = stage.ground().toolchains();
        this.spec = spec;
        this.stage = stage;
        this.scratch = Long.toString(spec.limits().scratchBytes());
    }

    static List<byte[]> of(Host host, Stage stage, BoxSpec spec, int uid) {
        BwrapArgs a = new BwrapArgs(host, stage, spec);
        a.identity(uid);
        a.system(uid);
        a.scratch();
        a.tools();
        a.layers();
        a.network();
        a.add("--chdir").add(spec.cwd()).add("--remount-ro", "/", "--cap-drop", "ALL");
        a.environment();
        return a.args;
    }

    private void identity(int uid) {
        String id = Integer.toString(uid);
        add("--unshare-all", "--unshare-user", "--die-with-parent", "--uid", id, "--gid", id);
        add("--hostname", "box");
    }

    private void system(int uid) {
        for (Path folder : toolchains.folders()) {
            add("--ro-bind").add(folder).add(folder);
        }
        toolchains
                .links()
                .forEach((link, target) -> add("--symlink").add(target).add(link));
        add("--ro-bind", "/etc", "/etc");
        add("--ro-bind").add(stage.kit().resolve(BoxKit.passwd(uid))).add("/etc/passwd");
        add("--ro-bind").add(stage.kit().resolve(BoxKit.group(uid))).add("/etc/group");
        add("--proc", "/proc", "--dev", "/dev", "--size", scratch, "--tmpfs", "/dev/shm", "--remount-ro", "/dev");
    }

    private void scratch() {
        for (String folder : List.of("/tmp", "/var/tmp")) {
            add("--size", scratch, "--perms", "1777", "--tmpfs", folder);
        }
        add("--size", scratch, "--perms", "0700", "--tmpfs").add(host.home());
    }

    private void tools() {
        for (int i = 0; i < stage.tools().size(); i++) {
            add("--ro-bind").add(stage.tool(i)).add(stage.tools().get(i));
        }
    }

    private void layers() {
        List<Layer> outerFirst = stage.layers().stream()
                .sorted(Comparator.comparingInt(layer -> layer.target().getNameCount()))
                .toList();
        for (Layer layer : outerFirst) {
            add(layer.kind() == Layer.Kind.READ_ONLY ? "--ro-bind" : "--bind");
            add(stage.shown(layer)).add(layer.target());
        }
    }

    private void network() {
        if (!spec.netHosts().isEmpty()) {
            add("--ro-bind").add(stage.box().resolve(BoxFolder.SOCKET)).add(NetRelay.SOCKET);
            add("--ro-bind").add(stage.box().resolve(BoxFolder.RELAY)).add(NetRelay.SCRIPT_PATH);
        }
    }

    private void environment() {
        add("--clearenv");
        BoxEnvironment.of(host, spec, stage.tools()).forEach((name, value) -> add("--setenv", name, value));
    }

    private BwrapArgs add(String... words) {
        for (String word : words) {
            args.add(Launch.bytes(word));
        }
        return this;
    }

    private BwrapArgs add(Path path) {
        args.add(RawPath.bytes(path));
        return this;
    }
}
