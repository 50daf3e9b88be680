package stemma.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import stemma.core.FileReason;
import stemma.core.Refusal;
import stemma.store.Disk;
import stemma.store.StoreFailed;

/**
 * The rules of whoever administers the machine. They bind the operator of a home too, so they come from
 * one place that no setting moves: whoever may write {@code node.toml} is whom they are to bind, and who
 * starts the node says what its environment holds. For the same reason neither the file nor a folder
 * above it may be in the hands of the user as whom the node runs, nor writable by everybody.
 *
 * <p>They bind the node as it was built. Whoever may put another program in its place is bound by what
 * the machine lets that program do, and by nothing here. Thread-safe.
 */
public final class ManagedFile {
    /** Where it lies. */
    public static final Path PLACE = Path.of("/etc/stemma/managed.rules");

    /** Its name in receipts, and its target in acts of {@link RuleBook#ADOPT}. */
    public static final String NAME = "managed.rules";

    private static final int KIND = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int STICKY = 01000;
    private static final int WRITABLE = 022;
    private static final int ROOT = 0;

    private final Disk disk;
    private final Path path;
    private final Owners owners;
    private final int self;

    /** Tells whose a file is; injected, because a test can give no file away. */
    @FunctionalInterface
    interface Owners {
        /** Looks at the path itself, not behind a link; empty when nothing is there. */
        Optional<Owned> of(Path path) throws IOException;

        /** The machine's own. */
        static Owners system() {
            return path -> {
                try {
                    int uid = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
                    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
                    return Optional.of(new Owned(uid, mode));
                } catch (NoSuchFileException | NotDirectoryException e) {
                    return Optional.empty();
                }
            };
        }
    }

    /**
     * Whose something is.
     *
     * @param mode as the system keeps it: kind and permissions
     */
    record Owned(int uid, int mode) {
        boolean is(int kind) {
            return (mode & KIND) == kind;
        }

        /** What lies in a sticky folder can be replaced by its own owner only. */
        boolean open() {
            return (mode & WRITABLE) != 0 && !(is(FOLDER) && (mode & STICKY) != 0);
        }
    }

    /** The file in its place, for a node that runs as whoever started this process. */
    public static ManagedFile of(Disk disk) {
        try {
            int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            return new ManagedFile(disk, PLACE, Owners.system(), self);
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Kind.UNAVAILABLE,
                    "as whom this node runs does not show in /proc/self (" + FileReason.of(e)
                            + "), so that nobody can say whether " + PLACE + " binds it; mount /proc");
        }
    }

    /**
     * The file at another place, for tests.
     *
     * @param self the uid as which the node runs
     */
    ManagedFile(Disk disk, Path path, Owners owners, int self) {
        this.disk = disk;
        this.path = path;
        this.owners = owners;
        this.self = self;
    }

    Path path() {
        return path;
    }

    /** Its bytes; empty when there is no such file. Throws {@link Refusal} where it could bind nobody. */
    Optional<byte[]> content() {
        if (!check()) {
            return Optional.empty();
        }
        try {
            return disk.content(path, RuleParser.FILE_BYTES_MAX);
        } catch (StoreFailed e) {
            throw refused(path, "cannot be read by this node", "let everybody read it: chmod a+r");
        }
    }

    /** Looks at every folder from the root down, also where the file is absent: who owns one can remove it. */
    private boolean check() {
        Path part = path.getRoot();
        Optional<Owned> owned = look(part);
        for (Path name : path) {
            if (owned.isEmpty()) {
                return false;
            }
            require(part, owned.get(), FOLDER);
            part = part.resolve(name);
            owned = look(part);
        }
        owned.ifPresent(file -> require(path, file, FILE));
        return owned.isPresent();
    }

    private Optional<Owned> look(Path part) {
        try {
            return owners.of(part);
        } catch (IOException e) {
            Path folder = Objects.requireNonNullElse(part.getParent(), part);
            throw refused(folder, "cannot be entered (" + FileReason.of(e) + ")", "let everybody in: chmod a+x");
        }
    }

    private void require(Path part, Owned owned, int kind) {
        if (!owned.is(kind)) {
            throw refused(
                    part, "is a link or no " + (kind == FOLDER ? "folder" : "file"), "put the thing itself there:");
        }
        boolean other = self == ROOT ? owned.uid() == ROOT : owned.uid() != self;
        if (!other) {
            throw refused(
                    part,
                    self == ROOT ? "does not belong to root" : "belongs to uid " + self + ", as whom this node runs",
                    "give it to root: chown root:root");
        }
        if (owned.open()) {
            throw refused(part, "can be written by others than its owner", "make it the owner's alone: chmod go-w");
        }
    }

    private Refusal refused(Path part, String what, String way) {
        return new Refusal(
                Refusal.Kind.UNAVAILABLE,
                "the managed rules " + path + " bind nobody, because " + part + " " + what + "; " + way + " " + part);
    }
}
