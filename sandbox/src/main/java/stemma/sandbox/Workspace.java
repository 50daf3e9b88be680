package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.JsonBuilder;
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
 * new, and a crash leaves one of them. Old and new content are kept for undo first. Permissions and,
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

    /** Keeps what a file held before an act and what it holds after, for undo. */
    @FunctionalInterface
    public interface Snapshots {
        /**
         * Keeps the contents, durable on return; nothing is written when this throws.
         *
         * @param act that is about to write its target
         * @return why nothing of this file is kept, one clause; empty when all is
         */
        Optional<String> keep(Act act, List<byte[]> contents);
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
     * A file was written, or removed.
     *
     * @param before digest of the old content; empty when there was no such file
     * @param after digest of the new content; empty when the file was removed
     * @param bytes new size
     * @param folders how many folders around it were made, or went with it
     * @param notKept why these contents were not kept; empty when they were
     */
    public record Written(
            Optional<Digest> before, Optional<Digest> after, long bytes, int folders, Optional<String> notKept) {

        /** What a receipt says of it; enough to take it back by. */
        public JsonBuilder evidence() {
            JsonBuilder evidence = Json.object()
                    .put("before", before.map(d -> Json.of(d.hex())).orElseGet(Json::ofNull))
                    .put("after", after.map(d -> Json.of(d.hex())).orElseGet(Json::ofNull))
                    .put("bytes", bytes);
            if (folders > 0) {
                evidence.put("folders", folders);
            }
            notKept.ifPresent(why -> evidence.put("notKept", why));
            return evidence;
        }
    }

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

    /**
     * Opens a folder that a file is in: its own, or one so many levels above, and the next that is there.
     *
     * @param file as acts name it
     * @throws WorkspaceRefused when the path leads over a link
     */
    public static Workspace around(String file, int levels, Snapshots snapshots) {
        List<WorkspacePath> above = WorkspacePath.of(Path.of("/"), file).above();
        int at = Math.max(0, above.size() - 1 - levels);
        while (at > 0 && !Files.isDirectory(above.get(at).plain(), LinkOption.NOFOLLOW_LINKS)) {
            at--;
        }
        return open(above.get(at).plain(), snapshots);
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

    /** Spends the permit on putting this file back to what it was; refuses when it is not what was planned on. */
    Written restore(Permit permit, WorkspacePath path, Restoration restoration) {
        own(path);
        permit.spend(restoration.effect(path));
        return restoration
                .content()
                .map(content -> writer(permit).replace(path, restoration.now(), content))
                .orElseGet(() -> writer(permit).remove(path, restoration.now(), restoration.folders()));
    }

    /** What a file holds, for planning how to take an act back; empty when there is none. */
    public Optional<byte[]> now(WorkspacePath path) {
        own(path);
        try (WorkspaceFolder folder =
                WorkspaceFolder.at(root, key, path.parent().names())) {
            return Optional.of(WorkspaceView.content(folder, path, WRITE_BYTES_MAX));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw WorkspaceFault.refused(path, "read", e);
        }
    }

    private WorkspaceWriter writer(Permit permit) {
        return new WorkspaceWriter(root, key, snapshots, permit);
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
