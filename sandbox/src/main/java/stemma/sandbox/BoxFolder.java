package stemma.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import stemma.sandbox.linux.RawPath;

/**
 * One box's files in the node's home: the written layers, and what the start needs. The command never sees this folder.
 *
 * <p>{@code u0 w0} are upper and work of the first layer, and so on, and {@code l0} is a link to its lower
 * where the node
 * is not root; {@code c0} is its copy where an overlay was refused. The upper folder of layer 0 is what the
 * command did to the folder.
 */
record BoxFolder(Path path) {
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

    /** The names of the socket and the script of a box that may reach the network. */
    static final String SOCKET = "net";

    static final String RELAY = "relay.pl";

    static BoxFolder make(Path path) throws IOException {
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path, OPEN);
        return new BoxFolder(path);
    }

    Path upper(int layer) {
        return path.resolve("u" + layer);
    }

    Path copy(int layer) {
        return path.resolve("c" + layer);
    }

    /** Makes the folders of a layer; {@code uid} becomes their owner when it is not negative. */
    void prepare(Layer layer, Host host, int uid, Trees.Bounds copyBounds) throws IOException {
        if (!host.root()) {
            Files.createSymbolicLink(path.resolve(layer.lower()), layer.source());
        }
        int owner = host.root() ? uid : -1;
        switch (layer.kind()) {
            case OVERLAY -> {
                Path upper = owned(layer.upper(), owner);
                Files.setPosixFilePermissions(upper, Files.getPosixFilePermissions(layer.source()));
                if (layer.index() > 0) {
                    Masks.place(layer.source(), upper, owner);
                }
                owned(layer.work(), owner);
            }
            case COPY -> Trees.copy(layer.source(), path.resolve(layer.copy()), copyBounds, owner);
            case READ_ONLY -> {}
        }
    }

    void text(String name, String content) throws IOException {
        Files.write(path.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    void remove() throws IOException {
        Trees.remove(path);
    }

    @Override
    public String toString() {
        return RawPath.shown(path);
    }

    /** A folder of the box's user. */
    void own(String name, int uid) throws IOException {
        owned(name, uid);
    }

    private Path owned(String name, int uid) throws IOException {
        Path folder = Files.createDirectory(path.resolve(name));
        give(folder, uid);
        return folder;
    }

    private static void give(Path made, int uid) throws IOException {
        if (uid >= 0) {
            new Owner(uid, uid).take(made);
        }
    }
}
