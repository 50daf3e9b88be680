package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stemma.sandbox.linux.Fd;
import stemma.sandbox.linux.MountNamespace;
import stemma.sandbox.linux.SyscallFailed;
import stemma.sandbox.linux.ThreadUser;

/**
 * Where the starting chain, already under the box's uid, reaches the box folder and the parts of the host.
 *
 * <p>Started as an ordinary user that is where they are. Started as root, a box's uid can neither pass through
 * the node's private home nor own the folder, so the thread that starts the process first arranges, in a mount table
 * of its own, a small public place: the box folder, the kit, the id-mapped layers, and the tools. Everything is opened
 * before that place is covered, because any of it may lie below.
 */
final class Stage {
    private static final List<Path> PLACES =
            List.of(Path.of("/mnt"), Path.of("/media"), Path.of("/srv"), Path.of("/tmp"));

    private final BoxGround ground;
    private final Host host;
    private final BoxFolder folder;
    private final List<Layer> layers;
    private final int uid;
    private final Path place;

    Stage(BoxGround ground, BoxFolder folder, List<Layer> layers, int uid) {
        this.ground = ground;
        this.host = ground.host();
        this.folder = folder;
        this.layers = List.copyOf(layers);
        this.uid = uid;
        this.place = PLACES.stream().filter(Files::isDirectory).findFirst().orElseThrow();
    }

    /** The box folder as the chain reaches it. */
    Path box() {
        return host.root() ? place.resolve("box") : folder.path();
    }

    /** The kit as the chain reaches it. */
    Path kit() {
        return host.root() ? place.resolve("kit") : ground.kit().folder();
    }

    /** The lower folder of a layer as the chain reaches it; its overlay is mounted over it. */
    Path lower(Layer layer) {
        return (host.root() ? place : folder.path()).resolve(layer.lower());
    }

    /** Where bubblewrap finds a layer. */
    Path shown(Layer layer) {
        return layer.kind() == Layer.Kind.COPY ? box().resolve(layer.copy()) : lower(layer);
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

    /** The tool folder of that index, as the chain reaches it. */
    Path tool(int index) {
        return host.root() ? place.resolve("t" + index) : tools().get(index);
    }

    /** Arranges the place for the calling thread and the processes it starts. Does nothing for an ordinary user. */
    void arrange() throws IOException {
        if (!host.root()) {
            return;
        }
        ThreadUser.confine();
        MountNamespace mounts = MountNamespace.enter();
        Map<Path, Fd> detached = new LinkedHashMap<>();
        try {
            detached.put(box(), mounts.tree(folder.path()));
            detached.put(kit(), mounts.tree(ground.kit().folder()));
            for (Layer layer : layers) {
                if (layer.kind() != Layer.Kind.COPY) {
                    detached.put(lower(layer), mapped(mounts, layer));
                }
            }
            for (int i = 0; i < tools().size(); i++) {
                detached.put(tool(i), mounts.tree(tools().get(i)));
            }
            mounts.cover(place);
            for (Map.Entry<Path, Fd> tree : detached.entrySet()) {
                Files.createDirectories(tree.getKey());
                mounts.attach(tree.getValue(), tree.getKey());
            }
            for (Layer layer : layers) {
                if (layer.kind() == Layer.Kind.OVERLAY) {
                    lay(mounts, layer);
                }
            }
        } finally {
            for (Fd tree : detached.values()) {
                tree.close();
            }
        }
    }

    private void lay(MountNamespace mounts, Layer layer) throws IOException {
        try {
            mounts.overlay(lower(layer), box().resolve(layer.upper()), box().resolve(layer.work()), uid);
        } catch (SyscallFailed e) {
            throw new LayerRefused("no overlay over " + layer.source() + " here", e);
        }
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
