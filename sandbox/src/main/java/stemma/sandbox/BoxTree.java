package stemma.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The file tree of a box from its root up, in the order of mounting, so that what lies deeper comes later. For an
 * ordinary user bubblewrap makes it, from {@link BwrapArgs}; for root the thread that starts the box does, in
 * {@link Stage}.
 */
final class BoxTree {
    private static final Path ROOT = Path.of("/");
    private static final Path ETC = Path.of("/etc");
    private static final Path DEVICES = Path.of("/dev");

    private final List<TreePart> parts = new ArrayList<>();

    private BoxTree() {}

    static List<TreePart> of(BoxGround ground, BoxFolder folder, List<Layer> layers, BoxSpec spec, int uid) {
        BoxTree tree = new BoxTree();
        tree.system(ground, uid);
        tree.memory(ground.host(), spec.limits().scratchBytes());
        ground.toolchains().extra().forEach(tool -> tree.readOnly(tool, tool));
        layers.stream()
                .sorted(Comparator.comparingInt(layer -> layer.target().getNameCount()))
                .forEach(layer -> tree.parts.add(new TreePart.Layered(layer)));
        if (!spec.netHosts().isEmpty()) {
            tree.readOnly(folder.path().resolve(BoxFolder.SOCKET), Path.of(NetRelay.SOCKET));
            tree.readOnly(folder.path().resolve(BoxFolder.RELAY), Path.of(NetRelay.SCRIPT_PATH));
        }
        tree.parts.add(new TreePart.Frozen(ROOT));
        return List.copyOf(tree.parts);
    }

    private void system(BoxGround ground, int uid) {
        Toolchains toolchains = ground.toolchains();
        toolchains.folders().forEach(folder -> readOnly(folder, folder));
        toolchains.links().forEach((link, target) -> parts.add(new TreePart.Link(link, target)));
        readOnly(ETC, ETC);
        Path kit = ground.kit().folder();
        readOnly(kit.resolve(BoxKit.passwd(uid)), ETC.resolve("passwd"));
        readOnly(kit.resolve(BoxKit.group(uid)), ETC.resolve("group"));
        parts.add(new TreePart.Processes(Path.of("/proc")));
        parts.add(new TreePart.Devices(DEVICES));
    }

    private void memory(Host host, long bytesMax) {
        parts.add(new TreePart.Scratch(DEVICES.resolve("shm"), bytesMax, "0755"));
        parts.add(new TreePart.Frozen(DEVICES));
        parts.add(new TreePart.Scratch(Path.of("/tmp"), bytesMax, "1777"));
        parts.add(new TreePart.Scratch(Path.of("/var/tmp"), bytesMax, "1777"));
        parts.add(new TreePart.Scratch(host.home(), bytesMax, "0700"));
    }

    private void readOnly(Path source, Path at) {
        parts.add(new TreePart.Shown(source, at, false));
    }
}
