package stemma.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a command did out of what it left.
 *
 * <p>On an overlay that is the upper folder. A character device 0:0 there means "deleted"; a folder with the attribute
 * {@code user.overlay.opaque} means "whatever the lower folder had is gone", without a mark for each;
 * everything else was
 * made or copied up, and is compared with the folder, because a copy-up alone changes nothing. On a copied
 * view, entries
 * whose change time is later than the start are compared, and what is missing was deleted.
 *
 * <p>What is read here was written by the command and is taken as hostile: no link is followed, nothing special is
 * opened, folders without permission are opened for the time of the walk. Reference: the kernel's
 * Documentation/filesystems/overlayfs.rst.
 */
final class DiffReader {
    private static final String OPAQUE = "overlay.opaque";
    private static final Path TOP = Path.of("");
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rwx------");

    private final Origin origin;
    private final Restored restored;
    private final Path written;
    private final boolean copied;
    private final List<Change> changes = new ArrayList<>();
    private boolean cut;

    private DiffReader(BoxFolder box, Origin origin) throws IOException {
        this.origin = origin;
        this.restored = Restored.read(box);
        this.copied = origin.view().copied();
        this.written = copied ? box.copy(0) : box.upper(0);
    }

    static Diff read(BoxFolder box, Origin origin) throws IOException {
        DiffReader reader = new DiffReader(box, origin);
        if (origin.view() != ViewKind.READ_ONLY) {
            reader.folder(TOP, true);
        }
        return new Diff(
                origin.folder(), Renames.found(reader.changes, origin.folder(), reader.written), List.of(), reader.cut);
    }

    /** Where the entries of a diff are read from when it is applied. */
    static Path written(BoxFolder box, Origin origin) {
        return origin.view().copied() ? box.copy(0) : box.upper(0);
    }

    /** One folder that the command left; {@code below} says whether the real folder shows through. */
    private void folder(Path at, boolean below) throws IOException {
        Path here = written.resolve(at);
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(here, NOFOLLOW_LINKS);
        boolean closed = !Files.isReadable(here) || !Files.isExecutable(here);
        if (closed) {
            Files.setPosixFilePermissions(here, READABLE);
        }
        try {
            List<Path> names = names(here);
            for (Path name : names) {
                entry(at.resolve(name), below);
            }
            if (below && (copied || opaque(here))) {
                gone(at, new HashSet<>(names));
            }
        } finally {
            if (closed) {
                Files.setPosixFilePermissions(here, mode);
            }
        }
    }

    private void entry(Path at, boolean below) throws IOException {
        FileFacts now = FileFacts.of(written.resolve(at)).orElseThrow();
        Optional<FileFacts> was = below ? FileFacts.of(origin.folder().resolve(at)) : Optional.empty();
        boolean wasFolder = was.isPresent() && was.get().kind() == FileKind.FOLDER;
        if (now.whiteout() && !copied) {
            deleted(at, was);
        } else if (now.kind() == FileKind.FOLDER) {
            if (!wasFolder) {
                deleted(at, was);
                add(Change.Action.CREATED, at, Optional.empty(), Optional.of(now));
            } else if (was.get().mode() != now.mode()) {
                add(Change.Action.CHANGED, at, was, Optional.of(now));
            }
            folder(at, wasFolder);
        } else if (wasFolder) {
            deleted(at, was);
            add(Change.Action.CREATED, at, Optional.empty(), Optional.of(now));
        } else if (was.isEmpty()) {
            add(Change.Action.CREATED, at, was, Optional.of(now));
        } else if (touched(now) && !same(at, was.get(), now)) {
            add(Change.Action.CHANGED, at, was, Optional.of(now));
        }
    }

    /** On a copy, only what the command touched can be its change; the rest may differ because the host went on. */
    private boolean touched(FileFacts now) {
        return !copied || now.changeNanos() > origin.startNanos();
    }

    private boolean same(Path at, FileFacts was, FileFacts now) throws IOException {
        if (was.kind() != now.kind() || was.kind() == FileKind.SPECIAL) {
            return false;
        }
        Path before = origin.folder().resolve(at);
        Path after = written.resolve(at);
        if (was.kind() == FileKind.SYMLINK) {
            return Files.readSymbolicLink(before).equals(Files.readSymbolicLink(after));
        }
        if (was.mode() != now.mode() || was.size() != now.size()) {
            return false;
        }
        try {
            return Files.mismatch(before, after) < 0;
        } catch (AccessDeniedException unreadable) {
            return false;
        }
    }

    /** What the real folder has and the command's has not. */
    private void gone(Path at, Set<Path> left) throws IOException {
        for (Path name : names(origin.folder().resolve(at))) {
            if (!left.contains(name)) {
                Path gone = at.resolve(name);
                Optional<FileFacts> was = FileFacts.of(origin.folder().resolve(gone));
                if (!copied || (was.isPresent() && known(gone, was.get()))) {
                    deleted(gone, was);
                }
            }
        }
    }

    /** Of a copy, only what was copied can have been deleted: what was there at the start and is not special. */
    private boolean known(Path at, FileFacts host) {
        return host.kind() != FileKind.SPECIAL && (host.changeNanos() <= origin.startNanos() || restored.is(at, host));
    }

    private void deleted(Path at, Optional<FileFacts> was) throws IOException {
        if (was.isEmpty() || cut) {
            return;
        }
        add(Change.Action.DELETED, at, was, Optional.empty());
        if (was.get().kind() == FileKind.FOLDER) {
            for (Path name : names(origin.folder().resolve(at))) {
                deleted(at.resolve(name), FileFacts.of(origin.folder().resolve(at.resolve(name))));
            }
        }
    }

    private void add(Change.Action action, Path at, Optional<FileFacts> before, Optional<FileFacts> after)
            throws IOException {
        if (changes.size() >= Diff.CHANGES_MAX) {
            cut = true;
            return;
        }
        Change change = new Change(action, at, Optional.empty(), before, after, Set.of());
        changes.add(Flags.on(change, origin, restored, written));
    }

    private static List<Path> names(Path folder) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(entry.getFileName()));
        }
        return names;
    }

    private static boolean opaque(Path folder) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(folder, UserDefinedFileAttributeView.class, NOFOLLOW_LINKS);
        if (!view.list().contains(OPAQUE)) {
            return false;
        }
        java.nio.ByteBuffer value = java.nio.ByteBuffer.allocate(view.size(OPAQUE));
        view.read(OPAQUE, value);
        return "y".equals(new String(value.array(), StandardCharsets.US_ASCII));
    }
}
