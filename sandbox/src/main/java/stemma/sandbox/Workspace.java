package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Permit;

/**
 * The sink for one folder that the operator chose: the only hand that reads or writes it for an act.
 *
 * <p>The folder's content is a stranger's. Between the moment a path is judged and the moment it is
 * used, any name in it can become a link that leads elsewhere, so checking a path and then opening it
 * proves nothing. Every operation here walks down from the folder one name at a time and opens each
 * inside the folder opened before, never following a link:
 *
 * <pre>
 *   open(root) -> openat(root, "src", O_NOFOLLOW) -> openat(src, "A.java", O_NOFOLLOW)
 *                                                \-> renameat(src, temporary, src, "A.java")
 * </pre>
 *
 * A link anywhere on the way, or a folder that is swapped meanwhile, can make an operation fail or
 * work on the folder it had opened, but never leave the root. The root itself is compared with the
 * folder that was opened first.
 *
 * <p>A write makes a new file and renames it over the old one, so a reader sees the old content or the
 * new, and a crash leaves one of them. The old content goes to the object store first. Permissions and,
 * where the node may, the owner are kept; set-uid and set-gid bits are dropped. A file with several
 * hard links is replaced under this name only: the other names keep the old content.
 *
 * <p>Thread-safe. Two writers of one file at the same time leave one of the two contents, whole.
 */
public final class Workspace {
    /** The largest file that is written, or replaced: its old content has to be kept. */
    public static final int WRITE_BYTES_MAX = 32 << 20;

    private final Path root;
    private final Object key;
    private final Snapshots snapshots;

    /** Keeps old content for undo, such as {@code objects::put}; durable on return. */
    @FunctionalInterface
    public interface Snapshots {
        Digest keep(byte[] content);
    }

    /** What an act may look at a workspace for; the name is the op's. */
    public enum Look {
        READ("fs.read"),
        LIST("fs.list"),
        SEARCH("fs.search");

        private final String op;

        Look(String op) {
            this.op = op;
        }
    }

    /**
     * A file was written.
     *
     * @param before digest of the old content, which was kept; empty when there was no such file
     * @param after digest of the new content
     * @param bytes new size
     */
    public record Written(Optional<Digest> before, Digest after, long bytes) {}

    private Workspace(Path root, Object key, Snapshots snapshots) {
        this.root = root;
        this.key = key;
        this.snapshots = snapshots;
    }

    /**
     * Opens a folder by its real path.
     *
     * @throws WorkspaceRefused when there is no such folder, or the path leads over a link
     */
    public static Workspace open(Path folder, Snapshots snapshots) {
        try {
            Path real = folder.toRealPath();
            if (!real.equals(folder)) {
                throw new WorkspaceRefused(WorkspaceNames.text(folder) + " leads over a link; use the real path "
                        + WorkspaceNames.text(real));
            }
            BasicFileAttributes facts = Files.readAttributes(real, BasicFileAttributes.class);
            if (!facts.isDirectory()) {
                throw new WorkspaceRefused(WorkspaceNames.text(real) + " is not a folder");
            }
            return new Workspace(real, Objects.requireNonNull(facts.fileKey()), snapshots);
        } catch (IOException e) {
            throw new WorkspaceRefused(
                    "the folder " + WorkspaceNames.text(folder) + " cannot be opened: " + WorkspaceFault.why(e), e);
        }
    }

    /** The real path of the folder. */
    public Path folder() {
        return root;
    }

    /** A path in this folder; see {@link WorkspacePath#of}. */
    public WorkspacePath path(String text) {
        return WorkspacePath.of(root, text);
    }

    /** Spends the permit on looking at this path, and gives a view of the folder. Looks take no input. */
    public WorkspaceView look(Permit permit, Look what, WorkspacePath path) {
        own(path);
        permit.spend(new Effect(what.op, path.target(), Digest.EMPTY));
        return new WorkspaceView(root, key);
    }

    /** Spends the permit on making this file or replacing its content; missing folders are made. */
    public Written write(Permit permit, WorkspacePath path, byte[] content) {
        own(path);
        bounded(path, content);
        permit.spend(new Effect("fs.write", path.target(), Digest.of(content)));
        return writer(permit).write(path, content);
    }

    /** Spends the permit on an edit of this file, which has to exist. */
    public Written edit(Permit permit, WorkspacePath path, WorkspaceEdit edit) {
        own(path);
        permit.spend(new Effect("fs.edit", path.target(), edit.digest()));
        return writer(permit).change(path, before -> {
            byte[] after = edit.apply(path.text(), before);
            bounded(path, after);
            return after;
        });
    }

    private WorkspaceWriter writer(Permit permit) {
        return new WorkspaceWriter(root, key, snapshots, permit.id());
    }

    private void own(WorkspacePath path) {
        if (!path.root().equals(root)) {
            throw new IllegalArgumentException(path + " belongs to another workspace than " + root);
        }
    }

    private static void bounded(WorkspacePath path, byte[] content) {
        if (content.length > WRITE_BYTES_MAX) {
            throw new WorkspaceRefused(path.text() + ": " + content.length
                    + " bytes are too many to write; the most is " + WRITE_BYTES_MAX);
        }
    }
}
