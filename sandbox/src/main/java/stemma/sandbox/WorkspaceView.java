package stemma.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Looks at a workspace for one act, whose permit was spent to get it. Follows no link and opens no
 * device, pipe or socket. Thread-safe: each call opens what it needs.
 */
public final class WorkspaceView {
    /** The largest file that is read whole. */
    public static final int READ_BYTES_MAX = 32 << 20;
    /** The most entries of one folder; the rest is left out, and said so. */
    public static final int FOLDER_ENTRIES_MAX = 50_000;

    private final Path root;
    private final Object key;

    WorkspaceView(Path root, Object key) {
        this.root = root;
        this.key = key;
    }

    /** What an entry is. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        /** A device, a pipe or a socket. */
        OTHER
    }

    /**
     * One entry of a folder.
     *
     * @param bytes size of a file, otherwise 0
     * @param modifiedMillis since the epoch
     */
    public record Item(WorkspacePath path, Kind kind, long bytes, long modifiedMillis) {}

    /**
     * Entries of one folder in order of their names as text.
     *
     * @param complete whether there are no more than these
     */
    public record Items(List<Item> items, boolean complete) {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** The entry at this path; throws {@link WorkspaceRefused} when there is none. */
    public Item item(WorkspacePath path) {
        if (path.isRoot()) {
            return new Item(path, Kind.FOLDER, 0, 0);
        }
        try (WorkspaceFolder folder =
                WorkspaceFolder.at(root, key, path.parent().names())) {
            return item(path, folder.facts(path.names().getLast()));
        } catch (IOException e) {
            throw WorkspaceFault.refused(path, "read", e);
        }
    }

    /** The entries of the folder at this path; entries that vanish meanwhile are left out. */
    public Items items(WorkspacePath path) {
        List<Item> items = new ArrayList<>();
        boolean complete = true;
        try (WorkspaceFolder folder = WorkspaceFolder.at(root, key, path.names())) {
            for (Path found : folder.stream()) {
                if (items.size() == FOLDER_ENTRIES_MAX) {
                    complete = false;
                    break;
                }
                Path name = found.getFileName();
                try {
                    items.add(item(path.child(name), folder.facts(name)));
                } catch (IOException | WorkspaceRefused vanishedOrTooDeep) {
                    complete = false;
                }
            }
        } catch (IOException e) {
            throw WorkspaceFault.refused(path, "listed", e);
        } catch (DirectoryIteratorException e) {
            throw WorkspaceFault.refused(path, "listed", new IOException("reading it broke off", e));
        }
        items.sort(Comparator.comparing(item -> item.path().name()));
        return new Items(items, complete);
    }

    /**
     * The whole content of a regular file.
     *
     * @param bytesMax larger files are refused, at most {@link #READ_BYTES_MAX}
     */
    public byte[] content(WorkspacePath path, int bytesMax) {
        if (path.isRoot()) {
            throw new WorkspaceRefused(path.target() + " is a folder, not a file");
        }
        try (WorkspaceFolder folder =
                WorkspaceFolder.at(root, key, path.parent().names())) {
            return content(folder, path, Math.min(bytesMax, READ_BYTES_MAX));
        } catch (IOException e) {
            throw WorkspaceFault.refused(path, "read", e);
        }
    }

    static byte[] content(WorkspaceFolder folder, WorkspacePath path, int bytesMax) throws IOException {
        Path name = path.names().getLast();
        Item item = item(path, folder.facts(name));
        requireFile(item);
        if (item.bytes() > bytesMax) {
            throw tooLarge(item, bytesMax);
        }
        try (SeekableByteChannel channel =
                folder.stream().newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            byte[] bytes = new byte[(int) item.bytes() + 1];
            int length = 0;
            int got = channel.read(ByteBuffer.wrap(bytes));
            while (got >= 0) {
                length += got;
                if (length > bytesMax) {
                    throw tooLarge(item, bytesMax);
                }
                bytes = length < bytes.length ? bytes : Arrays.copyOf(bytes, grown(length, bytesMax));
                got = channel.read(ByteBuffer.wrap(bytes, length, bytes.length - length));
            }
            return Arrays.copyOf(bytes, length);
        }
    }

    /** A file may grow while it is read, or have no size at all, as under /proc. */
    private static int grown(int length, int bytesMax) {
        return (int) Math.min(bytesMax + 1L, 2L * length + 4096);
    }

    static void requireFile(Item item) {
        String what = switch (item.kind()) {
            case FILE -> "";
            case FOLDER -> " is a folder, not a file";
            case LINK -> " is a link, and links are not followed; name the file itself";
            case OTHER -> " is a device, pipe or socket, not a file";
        };
        if (!what.isEmpty()) {
            throw new WorkspaceRefused(item.path().target() + what);
        }
    }

    private static WorkspaceRefused tooLarge(Item item, int bytesMax) {
        return new WorkspaceRefused(item.path().target() + " has " + item.bytes() + " bytes; at most " + bytesMax
                + " are read at once, so use a command such as head, tail or grep on it");
    }

    static Item item(WorkspacePath path, BasicFileAttributes facts) {
        Kind kind = facts.isSymbolicLink()
                ? Kind.LINK
                : facts.isDirectory() ? Kind.FOLDER : facts.isRegularFile() ? Kind.FILE : Kind.OTHER;
        long bytes = kind == Kind.FILE ? facts.size() : 0;
        return new Item(path, kind, bytes, facts.lastModifiedTime().toMillis());
    }
}
