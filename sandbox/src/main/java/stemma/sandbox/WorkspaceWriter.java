package stemma.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import stemma.core.Act;
import stemma.core.Digest;
import stemma.core.Permit;

/** Replaces one file as {@link Workspace} describes. One use, one thread. */
final class WorkspaceWriter {
    private static final Set<PosixFilePermission> NEW_FILE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> UNSEEN = PosixFilePermissions.fromString("rw-------");

    private final Path root;
    private final Object key;
    private final Workspace.Snapshots snapshots;
    private final Act act;
    private final Path temporary;
    private int madeFolders;

    /** The act's id names the temporary file, so that one left by a crash says whose it is. */
    WorkspaceWriter(Path root, Object key, Workspace.Snapshots snapshots, Permit permit) {
        this.root = root;
        this.key = key;
        this.snapshots = snapshots;
        this.act = permit.act();
        this.temporary = Path.of(".stemma-" + permit.id());
    }

    /** Makes the file, or replaces it, and makes the folders on the way that are missing. */
    Workspace.Written write(WorkspacePath path, byte[] content) {
        return write(path, true, before -> content);
    }

    /** Replaces a file that exists. */
    Workspace.Written change(WorkspacePath path, UnaryOperator<byte[]> change) {
        return write(
                path,
                false,
                before -> change.apply(
                        before.orElseThrow(() -> new WorkspaceRefused(path.target() + " does not exist"))));
    }

    /** Replaces a file, or makes it anew, if it holds what was planned on. */
    Workspace.Written replace(WorkspacePath path, Optional<Digest> expected, byte[] content) {
        return write(path, true, before -> {
            requireSame(path, expected, before);
            return content;
        });
    }

    /** Removes a file that holds what was planned on, and so many of the folders around it as are empty then. */
    Workspace.Written remove(WorkspacePath path, Optional<Digest> expected, int folders) {
        try (WorkspaceFolder folder = open(path.parent())) {
            Optional<byte[]> before = before(folder, path);
            requireSame(path, expected, before);
            Optional<String> notKept = snapshots.keep(act, before.stream().toList());
            folder.stream().deleteFile(path.names().getLast());
            sync(path.parent().plain());
            int gone = removeEmpty(path.parent(), folders);
            return new Workspace.Written(before.map(Digest::of), Optional.empty(), 0, gone, notKept);
        } catch (IOException e) {
            throw WorkspaceFault.refused(path, "removed", e);
        }
    }

    private static void requireSame(WorkspacePath path, Optional<Digest> expected, Optional<byte[]> before) {
        if (!before.map(Digest::of).equals(expected)) {
            throw new WorkspaceRefused(path.target() + " was changed while it was being taken back; try again");
        }
    }

    private int removeEmpty(WorkspacePath innermost, int folders) throws IOException {
        WorkspacePath path = innermost;
        for (int gone = 0; gone < folders && !path.isRoot(); gone++) {
            try (WorkspaceFolder above = open(path.parent())) {
                above.stream().deleteDirectory(path.names().getLast());
            } catch (DirectoryNotEmptyException stillUsed) {
                return gone;
            }
            path = path.parent();
            sync(path.plain());
        }
        return folders;
    }

    private Workspace.Written write(
            WorkspacePath path, boolean makeFolders, Function<Optional<byte[]>, byte[]> change) {
        if (path.isRoot()) {
            throw new WorkspaceRefused(path.target() + " is a folder, not a file");
        }
        try (WorkspaceFolder folder = makeFolders ? openOrMake(path.parent()) : open(path.parent())) {
            Optional<byte[]> before = before(folder, path);
            byte[] after = change.apply(before);
            Optional<String> notKept = snapshots.keep(
                    act, Stream.concat(before.stream(), Stream.of(after)).toList());
            replace(folder, path, after);
            sync(path.parent());
            return new Workspace.Written(
                    before.map(Digest::of), Optional.of(Digest.of(after)), after.length, madeFolders, notKept);
        } catch (IOException e) {
            throw WorkspaceFault.refused(path, "written", e);
        }
    }

    private WorkspaceFolder open(WorkspacePath path) throws IOException {
        return WorkspaceFolder.at(root, key, path.names());
    }

    private static Optional<byte[]> before(WorkspaceFolder folder, WorkspacePath path) throws IOException {
        try {
            return Optional.of(WorkspaceView.content(folder, path, Workspace.WRITE_BYTES_MAX));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private void replace(WorkspaceFolder folder, WorkspacePath path, byte[] content) throws IOException {
        Path name = path.names().getLast();
        boolean moved = false;
        try {
            writeNew(folder, temporary, content);
            dress(folder, temporary, name);
            folder.stream().move(temporary, folder.stream(), name);
            moved = true;
        } finally {
            if (!moved) {
                removeIfThere(folder, temporary);
            }
        }
    }

    private static void writeNew(WorkspaceFolder folder, Path name, byte[] content) throws IOException {
        try (SeekableByteChannel channel = folder.stream()
                .newByteChannel(
                        name,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                        PosixFilePermissions.asFileAttribute(UNSEEN))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (channel instanceof FileChannel file) {
                file.force(true);
            }
        }
    }

    /** Gives the new file the old one's permissions and owner; a new one gets its folder's owner. */
    private static void dress(WorkspaceFolder folder, Path temporary, Path name) throws IOException {
        PosixFileAttributeView view = posix(folder, temporary);
        PosixFileAttributes fresh = view.readAttributes();
        Optional<PosixFileAttributes> old = find(folder, name);
        PosixFileAttributes like = old.isPresent()
                ? old.get()
                : Objects.requireNonNull(folder.stream().getFileAttributeView(PosixFileAttributeView.class))
                        .readAttributes();
        try {
            if (!like.owner().equals(fresh.owner())) {
                view.setOwner(like.owner());
            }
            if (!like.group().equals(fresh.group())) {
                view.setGroup(like.group());
            }
        } catch (IOException mayNot) {
            requireOwner(fresh, like, mayNot);
        }
        view.setPermissions(old.isPresent() ? old.get().permissions() : NEW_FILE);
    }

    /** Only root may give files away: anybody else keeps what they write, and a group that is not theirs is lost. */
    private static void requireOwner(PosixFileAttributes fresh, PosixFileAttributes like, IOException cause)
            throws IOException {
        if (fresh.owner().getName().equals("root") && !like.owner().equals(fresh.owner())) {
            throw cause;
        }
    }

    private static Optional<PosixFileAttributes> find(WorkspaceFolder folder, Path name) throws IOException {
        try {
            return Optional.of(posix(folder, name).readAttributes());
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private static PosixFileAttributeView posix(WorkspaceFolder folder, Path name) {
        return Objects.requireNonNull(
                folder.stream().getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Opens the folder, making what is missing. The JDK cannot make a folder inside an open one, but it
     * can move one there: each is made in the root, where no link can be on the way, and moved.
     */
    private WorkspaceFolder openOrMake(WorkspacePath path) throws IOException {
        WorkspaceFolder here = WorkspaceFolder.root(root, key);
        for (Path name : path.names()) {
            WorkspaceFolder above = here;
            try (above) {
                here = folderOrNew(above, name);
            }
        }
        return here;
    }

    private WorkspaceFolder folderOrNew(WorkspaceFolder above, Path name) throws IOException {
        try {
            return above.folder(name);
        } catch (NoSuchFileException absent) {
            try (WorkspaceFolder top = WorkspaceFolder.root(root, key)) {
                Files.createDirectory(root.resolve(temporary));
                try {
                    giveToOwnerOf(above, posix(top, temporary));
                    top.stream().move(temporary, above.stream(), name);
                    madeFolders++;
                } catch (IOException e) {
                    top.stream().deleteDirectory(temporary);
                    throw e;
                }
            }
            return above.folder(name);
        }
    }

    private static void giveToOwnerOf(WorkspaceFolder above, PosixFileAttributeView view) throws IOException {
        PosixFileAttributes like = Objects.requireNonNull(
                        above.stream().getFileAttributeView(PosixFileAttributeView.class))
                .readAttributes();
        if (!like.owner().equals(view.readAttributes().owner())) {
            view.setOwner(like.owner());
            view.setGroup(like.group());
        }
    }

    private void sync(WorkspacePath path) throws IOException {
        WorkspacePath folder = path;
        sync(folder.plain());
        while (madeFolders > 0 && !folder.isRoot()) {
            folder = folder.parent();
            sync(folder.plain());
        }
    }

    /** By path, for want of a way to sync an open folder; a wrong one in a race costs only the sync. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void removeIfThere(WorkspaceFolder folder, Path name) throws IOException {
        try {
            folder.stream().deleteFile(name);
        } catch (NoSuchFileException neverMade) {
            return;
        }
    }
}
