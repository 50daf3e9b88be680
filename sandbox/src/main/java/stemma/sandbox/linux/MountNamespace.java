package stemma.sandbox.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A mount table of the calling thread's own, for a node started as root.
 *
 * <p>A box runs under an unprivileged uid that owns nothing. Giving it the folder as its own would mean changing the
 * owner of every file; an <em>id-mapped</em> mount instead shows the same files under another owner, at this mount
 * only. Such a mount must be made by root, before the box drops its uid:
 *
 * <pre>
 *   open_tree(folder)  ->  mount_setattr(IDMAP | RDONLY, map)  ->  move_mount(staging place)
 *        detached copy           owner O appears as U               visible to this thread and its children
 * </pre>
 *
 * <p>The thread that called {@link #enter} must be a platform thread used for nothing else, and must start the
 * process itself: the child inherits its mount table. It must also stay alive as long as that child, since a child's
 * parent-death signal follows the thread, not the process. References: mount_setattr(2), open_tree(2),
 * mount_namespaces(7).
 */
public final class MountNamespace {
    private static final long CLONE_NEWNS = 0x20000;
    private static final long MS_NOSUID_NODEV = 2 | 4;
    private static final long MS_REC_PRIVATE = 0x4000 | 0x40000;
    private static final long OPEN_TREE_CLONE_CLOEXEC = 1 | Fd.O_CLOEXEC;
    private static final long AT_RECURSIVE = 0x8000;
    private static final long AT_EMPTY_PATH = 0x1000;
    private static final long MS_NOSUID_NOEXEC = 2 | 8;
    private static final long MOUNT_ATTR_RDONLY = 1;
    private static final long MOUNT_ATTR_NOSUID = 2;
    private static final long MOUNT_ATTR_NODEV = 4;
    private static final long MOUNT_ATTR_IDMAP = 0x100000;
    private static final long MOVE_MOUNT_F_EMPTY_PATH = 4;
    private static final int MOUNT_ATTR_BYTES = 32;

    private MountNamespace() {}

    /** Gives the calling thread a private mount table; nothing done in it shows outside. */
    public static MountNamespace enter() throws IOException {
        Linux.call(Syscall.UNSHARE, CLONE_NEWNS);
        try (Arena arena = Arena.ofConfined()) {
            long root = Linux.cString(arena, Path.of("/")).address();
            Linux.call(Syscall.MOUNT, 0, root, 0, MS_REC_PRIVATE, 0);
        }
        return new MountNamespace();
    }

    /** Covers a folder with an empty memory file system that everyone may look into. */
    public void cover(Path folder) throws IOException {
        mount("tmpfs", folder, "mode=0755,size=1m");
    }

    /** Covers a folder with an empty memory file system of that user's. */
    public void scratch(Path folder, long bytesMax, String mode, int uid) throws IOException {
        mount("tmpfs", folder, "size=" + bytesMax + ",mode=" + mode + ",uid=" + uid + ",gid=" + uid);
    }

    /** Covers a folder with a set of terminals of its own. */
    public void terminals(Path folder) throws IOException {
        mount("devpts", folder, "newinstance,ptmxmode=0666,mode=620", MS_NOSUID_NOEXEC);
    }

    /** From now on nothing is written to what is mounted there, by this mount; mounts below it stay as they are. */
    public void freeze(Path mounted) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long path = Linux.cString(arena, mounted).address();
            change(Fd.AT_FDCWD, path, 0, MOUNT_ATTR_RDONLY, 0);
        }
    }

    /**
     * Lays an overlay over a lower folder. The kernel works on the two written folders with the rights of
     * whoever mounts, so the thread takes the file rights of the box's user meanwhile. A volatile overlay does not
     * force the whole disk to be written when it is taken down; old kernels know none.
     *
     * <p>The lower, upper and work paths are the node's own, and hold none of the characters that the options would
     * need escaped.
     */
    public void overlay(Path at, Path lower, Path upper, Path work, int uid) throws IOException {
        String options = "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work + ",userxattr";
        ThreadUser.asOwner(uid, () -> {
            try {
                mount("overlay", at, options + ",volatile");
            } catch (SyscallFailed e) {
                if (e.errno() != Linux.EINVAL) {
                    throw e;
                }
                mount("overlay", at, options);
            }
            return at;
        });
    }

    private static void mount(String kind, Path target, String options) throws SyscallFailed {
        mount(kind, target, options, MS_NOSUID_NODEV);
    }

    private static void mount(String kind, Path target, String options, long flags) throws SyscallFailed {
        try (Arena arena = Arena.ofConfined()) {
            long name =
                    Linux.cString(arena, kind.getBytes(StandardCharsets.UTF_8)).address();
            long data = Linux.cString(arena, options.getBytes(StandardCharsets.UTF_8))
                    .address();
            long place = Linux.cString(arena, target).address();
            Linux.call(Syscall.MOUNT, name, place, name, flags, data);
        }
    }

    /** A detached mount of {@code source} as it is, with what is mounted below it. */
    public Fd tree(Path source) throws IOException {
        return open(source, AT_RECURSIVE);
    }

    /** A detached mount of {@code source} with what is mounted below it; no device and no set-uid bit works in it. */
    public Fd shown(Path source, boolean writable) throws IOException {
        long readOnly = writable ? 0 : MOUNT_ATTR_RDONLY;
        return changed(tree(source), AT_RECURSIVE, readOnly | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, 0);
    }

    /** A detached mount of a device, or of a folder of them. */
    public Fd devices(Path source) throws IOException {
        return changed(tree(source), AT_RECURSIVE, MOUNT_ATTR_NOSUID, 0);
    }

    /** A detached read-only mount of {@code source} on which the ids are shown through the map. */
    public Fd mapped(Path source, Fd map) throws IOException {
        long set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_IDMAP;
        return changed(open(source, 0), 0, set, map.number());
    }

    /** The same mount with the attributes set; closed when it cannot have them. */
    private static Fd changed(Fd tree, long flags, long set, long idMap) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long empty = Linux.cString(arena, new byte[0]).address();
            change(tree.number(), empty, flags | AT_EMPTY_PATH, set, idMap);
            return tree;
        } catch (IOException e) {
            tree.close();
            throw e;
        }
    }

    private static void change(long folder, long path, long flags, long set, long idMap) throws SyscallFailed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(MOUNT_ATTR_BYTES, 8);
            attributes.set(ValueLayout.JAVA_LONG, 0, set);
            attributes.set(ValueLayout.JAVA_LONG, 24, idMap);
            Linux.call(Syscall.MOUNT_SETATTR, folder, path, flags, attributes.address(), MOUNT_ATTR_BYTES);
        }
    }

    /** Makes a detached mount visible at {@code target}, and closes the descriptor. */
    public void attach(Fd tree, Path target) throws IOException {
        try (tree;
                Arena arena = Arena.ofConfined()) {
            long empty = Linux.cString(arena, new byte[0]).address();
            long to = Linux.cString(arena, target).address();
            Linux.call(Syscall.MOVE_MOUNT, tree.number(), empty, Fd.AT_FDCWD, to, MOVE_MOUNT_F_EMPTY_PATH);
        }
    }

    private static Fd open(Path source, long flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long path = Linux.cString(arena, source).address();
            return Fd.owning(Linux.call(Syscall.OPEN_TREE, Fd.AT_FDCWD, path, flags | OPEN_TREE_CLONE_CLOEXEC));
        }
    }
}
