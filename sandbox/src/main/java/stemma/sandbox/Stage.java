package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import stemma.sandbox.linux.Fd;
import stemma.sandbox.linux.MountNamespace;
import stemma.sandbox.linux.SyscallFailed;

/**
 * The file tree of one box, standing.
 *
 * <p>For an ordinary user bubblewrap makes it, and there is nothing to do here. Started as root, a box's uid can
 * neither pass through the node's private home nor own the folder, so the thread that starts the box makes the whole
 * tree, in a mount table of its own and at a place that it covers first. Everything is opened before, because any of it
 * may lie below that place. That is also the faster way: bubblewrap reads the whole mount table again for every single
 * thing that it binds.
 *
 * <pre>
 *   /mnt            covers what is there
 *   /mnt/box        the box folder, with the written layers
 *   /mnt/l0, l1     the lower folders, id-mapped and read-only
 *   /mnt/root       the tree; bubblewrap makes it the root, and nothing else of this is ever seen in the box
 * </pre>
 */
final class Stage {
    private static final List<Path> PLACES =
            List.of(Path.of("/mnt"), Path.of("/media"), Path.of("/srv"), Path.of("/tmp"));
    private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom", "tty");
    private static final Map<String, String> DEVICE_LINKS = Map.of(
            "fd", "/proc/self/fd",
            "stdin", "/proc/self/fd/0",
            "stdout", "/proc/self/fd/1",
            "stderr", "/proc/self/fd/2",
            "ptmx", "pts/ptmx");
    private static final long NODES_BYTES = 1 << 20;

    private final BoxGround ground;
    private final Host host;
    private final BoxFolder folder;
    private final List<Layer> layers;
    private final List<TreePart> tree;
    private final int uid;
    private final Path place;

    Stage(BoxGround ground, BoxFolder folder, List<Layer> layers, BoxSpec spec, int uid) {
        this.ground = ground;
        this.host = ground.host();
        this.folder = folder;
        this.layers = List.copyOf(layers);
        this.tree = BoxTree.of(ground, folder, layers, spec, uid);
        this.uid = uid;
        this.place = place();
    }

    /** A folder that every machine has, for the thread of a box to cover. */
    static Path place() {
        return PLACES.stream().filter(Files::isDirectory).findFirst().orElseThrow();
    }

    /** Where the chain starts: a folder that its user can be in. */
    Path box() {
        return host.root() ? Path.of("/") : folder.path();
    }

    /** The root of the tree that was made by {@link #arrange}. */
    Path root() {
        return place.resolve("root");
    }

    List<TreePart> tree() {
        return tree;
    }

    /** Where bubblewrap finds a layer, for an ordinary user. */
    Path shown(Layer layer) {
        return folder.path().resolve(layer.kind() == Layer.Kind.COPY ? layer.copy() : layer.lower());
    }

    List<Layer> layers() {
        return layers;
    }

    BoxGround ground() {
        return ground;
    }

    /** The tool folders, where the box shows them. */
    List<Path> tools() {
        return ground.toolchains().extra();
    }

    /** Makes the tree for the calling thread and the processes it starts. Does nothing for an ordinary user. */
    void arrange() throws IOException {
        if (!host.root()) {
            return;
        }
        MountNamespace mounts = MountNamespace.enter();
        Map<Object, Fd> opened = new HashMap<>();
        try {
            opened.put(folder, mounts.tree(folder.path()));
            for (String device : DEVICES) {
                opened.put(device, mounts.devices(Path.of("/dev", device)));
            }
            for (TreePart part : tree) {
                open(mounts, part, opened);
            }
            mounts.cover(place);
            attach(mounts, opened, folder, Files.createDirectory(place.resolve("box")));
            mounts.scratch(Files.createDirectory(root()), NODES_BYTES, "0755", uid);
            for (TreePart part : tree) {
                make(mounts, part, opened);
            }
        } finally {
            for (Fd left : opened.values()) {
                left.close();
            }
        }
    }

    private void open(MountNamespace mounts, TreePart part, Map<Object, Fd> opened) throws IOException {
        switch (part) {
            case TreePart.Shown(Path source, Path at, boolean writable) ->
                opened.put(part, mounts.shown(source, writable));
            case TreePart.Layered(Layer layer) ->
                opened.put(
                        part,
                        layer.kind() == Layer.Kind.COPY ? mounts.shown(shown(layer), true) : mapped(mounts, layer));
            default -> {}
        }
    }

    private void make(MountNamespace mounts, TreePart part, Map<Object, Fd> opened) throws IOException {
        switch (part) {
            case TreePart.Shown(Path source, Path at, boolean writable) ->
                attach(mounts, opened, part, point(at, Files.isDirectory(source)));
            case TreePart.Layered(Layer layer) -> layer(mounts, part, layer, opened);
            case TreePart.Link(Path at, Path to) -> Files.createSymbolicLink(inside(at), to);
            case TreePart.Scratch(Path at, long bytesMax, String mode) ->
                mounts.scratch(point(at, true), bytesMax, mode, uid);
            case TreePart.Devices(Path at) -> devices(mounts, point(at, true), opened);
            case TreePart.Processes(Path at) -> point(at, true);
            case TreePart.Frozen(Path at) -> mounts.freeze(inside(at));
        }
    }

    private void layer(MountNamespace mounts, TreePart part, Layer layer, Map<Object, Fd> opened) throws IOException {
        Path at = point(layer.target(), layer.kind() != Layer.Kind.COPY || Files.isDirectory(boxed(layer.copy())));
        if (layer.kind() != Layer.Kind.OVERLAY) {
            attach(mounts, opened, part, at);
            return;
        }
        Path lower = Files.createDirectory(place.resolve(layer.lower()));
        attach(mounts, opened, part, lower);
        try {
            mounts.overlay(at, lower, boxed(layer.upper()), boxed(layer.work()), uid);
        } catch (SyscallFailed e) {
            throw new LayerRefused("no overlay over " + layer.source() + " here", e);
        }
    }

    private void devices(MountNamespace mounts, Path at, Map<Object, Fd> opened) throws IOException {
        mounts.scratch(at, NODES_BYTES, "0755", uid);
        for (String device : DEVICES) {
            attach(mounts, opened, device, Files.createFile(at.resolve(device)));
        }
        for (Map.Entry<String, String> link : DEVICE_LINKS.entrySet()) {
            Files.createSymbolicLink(at.resolve(link.getKey()), Path.of(link.getValue()));
        }
        mounts.terminals(Files.createDirectory(at.resolve("pts")));
    }

    private static void attach(MountNamespace mounts, Map<Object, Fd> opened, Object what, Path at) throws IOException {
        mounts.attach(Objects.requireNonNull(opened.get(what), what::toString), at);
    }

    /**
     * Something to mount on, made if absent and then the box's own. A link on the way could lead out of the tree, where
     * the mount would be this thread's alone and the command would see what lies under it.
     */
    private Path point(Path at, boolean folder) throws IOException {
        Path place = inside(at);
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            point(Objects.requireNonNull(at.getParent(), "only the root has no parent, and it is there"), true);
            new Owner(uid, uid).take(folder ? Files.createDirectory(place) : Files.createFile(place));
        } else if (!place.toRealPath().equals(place)) {
            throw new BoxRefused(at + " cannot be shown: a part of its path is a link in the box");
        }
        return place;
    }

    private Path inside(Path at) {
        return root().resolve(Path.of("/").relativize(at));
    }

    private Path boxed(String name) {
        return place.resolve("box").resolve(name);
    }

    private Fd mapped(MountNamespace mounts, Layer layer) throws IOException {
        Fd map = ground.idMaps().map(Owner.of(layer.source()), uid);
        try {
            return mounts.mapped(layer.source(), map);
        } catch (IOException e) {
            throw new LayerRefused("the file system of " + layer.source() + " takes no id map", e);
        }
    }
}
