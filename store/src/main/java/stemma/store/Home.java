package stemma.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import stemma.core.FileReason;

/**
 * The node's home folder: where each thing lives. Only names; nothing is read or made until
 * {@link #prepare()}, and nothing may be written without its {@link HomeLock}.
 */
public record Home(Path root) {
    private static final int PROBE_BYTES = 4096;

    public Home {
        Objects.requireNonNull(root, "root");
        root = root.toAbsolutePath().normalize();
    }

    public Path config() {
        return root.resolve("node.toml");
    }

    public Path soul() {
        return root.resolve("SOUL.md");
    }

    public Path keys() {
        return root.resolve("keys");
    }

    public Path stateDb() {
        return root.resolve("state.db");
    }

    public Path ledger() {
        return root.resolve("ledger");
    }

    public Path objects() {
        return root.resolve("objects");
    }

    /** What files held before and after acts wrote them, sealed. */
    public Path undo() {
        return root.resolve("undo");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** One folder a run, with what it changed. */
    public Path boxes() {
        return root.resolve("boxes");
    }

    /** What runs printed, where that was much. */
    public Path outputs() {
        return root.resolve("outputs");
    }

    /** Short-lived files; swept at start-up. */
    public Path temp() {
        return root.resolve("tmp");
    }

    /** The socket on which a running node answers the command line. */
    public Path socket() {
        return root.resolve("node.sock");
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path owner() {
        return root.resolve("owner");
    }

    /**
     * Makes the folders that are missing, for the owner alone, and proves by a small durable write
     * that the home takes writes. Throws {@link StoreFailed} with the way out when it does not.
     */
    public void prepare() {
        LocalDisk disk = new LocalDisk();
        try {
            boolean fresh = Files.notExists(root);
            for (Path folder : List.of(root, keys(), ledger(), objects(), temp(), logs())) {
                disk.makeFolder(folder);
            }
            if (!fresh) {
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
            Path probe = temp().resolve("probe");
            disk.replace(probe, new byte[PROBE_BYTES]);
            disk.remove(probe);
        } catch (StoreFailed | IOException e) {
            throw new StoreFailed(
                    "the home " + root + " cannot be written (" + reason(e) + "); free some space,"
                            + " or point STEMMA_HOME at a folder you own on a writable disk",
                    e);
        }
    }

    private static String reason(Exception e) {
        return e.getCause() instanceof IOException cause
                ? FileReason.of(cause)
                : e instanceof IOException io ? FileReason.of(io) : String.valueOf(e.getMessage());
    }
}
