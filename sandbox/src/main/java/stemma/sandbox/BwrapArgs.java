package stemma.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import stemma.sandbox.linux.RawPath;

/**
 * What bubblewrap is told: namespaces, identity, the file tree, and the command's environment. Of a node that is
 * root the tree stands already, and is taken as it is; so are network and interprocess communication, which its thread
 * has left behind before ({@link stemma.sandbox.linux.ThreadSpaces}).
 */
final class BwrapArgs {
    private final List<byte[]> args = new ArrayList<>();

    private BwrapArgs() {}

    static List<byte[]> of(Host host, Stage stage, BoxSpec spec, int uid) {
        BwrapArgs a = new BwrapArgs();
        a.identity(uid);
        a.add("--die-with-parent", "--hostname", "box");
        if (host.root()) {
            a.add("--unshare-user", "--unshare-pid", "--unshare-uts", "--unshare-cgroup");
            a.add("--dev-bind").add(stage.root()).add("/", "--proc", "/proc");
        } else {
            a.add("--unshare-all", "--unshare-user");
            stage.tree().forEach(part -> a.part(stage, part));
        }
        a.add("--chdir").add(spec.cwd()).add("--cap-drop", "ALL", "--clearenv");
        BoxEnvironment.of(host, spec, stage.tools()).forEach((name, value) -> a.add("--setenv", name, value));
        return a.args;
    }

    private void identity(int uid) {
        String id = Integer.toString(uid);
        add("--uid", id, "--gid", id);
    }

    private void part(Stage stage, TreePart part) {
        switch (part) {
            case TreePart.Shown(Path source, Path at, boolean writable) ->
                add(writable ? "--bind" : "--ro-bind").add(source).add(at);
            case TreePart.Layered(Layer layer) ->
                add(layer.kind() == Layer.Kind.READ_ONLY ? "--ro-bind" : "--bind")
                        .add(stage.shown(layer))
                        .add(layer.target());
            case TreePart.Link(Path at, Path to) -> add("--symlink").add(to).add(at);
            case TreePart.Scratch(Path at, long bytesMax, String mode) ->
                add("--size", Long.toString(bytesMax), "--perms", mode, "--tmpfs")
                        .add(at);
            case TreePart.Devices(Path at) -> add("--dev").add(at);
            case TreePart.Processes(Path at) -> add("--proc").add(at);
            case TreePart.Frozen(Path at) -> add("--remount-ro").add(at);
        }
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
