package stemma.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import stemma.sandbox.linux.PinnedFolder;
import stemma.sandbox.linux.RawPath;

/**
 * Brings one entry of the real folder from its state before to its state after, or refuses and leaves it alone.
 *
 * <p>Files and links are made under a temporary name in the same pinned folder and renamed into place, so a reader sees
 * the old one or the new one. Folders are made and removed in place; one that is not empty is never removed.
 */
final class StepWriter {
    private final Path folder;
    private final boolean root;

    StepWriter(Path folder, boolean root) {
        this.folder = folder;
        this.root = root;
    }

    /** Why a step was not done; empty when it was. */
    Optional<String> write(Step step, Path source) throws IOException {
        try (PinnedFolder parent = PinnedFolder.open(folder, step.parent())) {
            Path entry = parent.entry(step.path().getFileName());
            Optional<EntryState> now = EntryState.of(entry);
            if (!same(now, step.before())) {
                return Optional.of("it is not what it was: somebody else changed it");
            }
            if (step.after().isEmpty()) {
                Files.delete(entry);
            } else {
                make(step, parent, entry, source);
            }
            parent.sync();
            return Optional.empty();
        } catch (DirectoryNotEmptyException e) {
            return Optional.of("the folder holds other files");
        }
    }

    /** What is there now, reached without following a link. */
    Optional<EntryState> now(Step step) throws IOException {
        try (PinnedFolder parent = PinnedFolder.open(folder, step.parent())) {
            return EntryState.of(parent.entry(step.path().getFileName()));
        }
    }

    /** Removes what a broken-off step may have left. */
    void sweep(Step step) throws IOException {
        try (PinnedFolder parent = PinnedFolder.open(folder, step.parent())) {
            Files.deleteIfExists(parent.entry(step.temporaryName()));
        }
    }

    static boolean same(Optional<EntryState> a, Optional<EntryState> b) {
        return a.isPresent() == b.isPresent() && (a.isEmpty() || a.get().sameAs(b.orElseThrow()));
    }

    private void make(Step step, PinnedFolder parent, Path entry, Path source) throws IOException {
        EntryState after = step.after().orElseThrow();
        if (after.kind() == FileKind.FOLDER) {
            if (step.before().isEmpty()) {
                Files.createDirectory(entry);
            }
            dress(entry, after);
            return;
        }
        Path temporary = parent.entry(step.temporaryName());
        Files.deleteIfExists(temporary);
        if (after.kind() == FileKind.SYMLINK) {
            Files.createSymbolicLink(temporary, RawPath.decode(after.content()));
            own(temporary, after);
        } else {
            fill(temporary, source, after);
        }
        Files.move(temporary, entry, ATOMIC_MOVE);
    }

    private void fill(Path temporary, Path source, EntryState after) throws IOException {
        try (FileChannel from = FileChannel.open(source, Set.of(READ, NOFOLLOW_LINKS));
                FileChannel to = FileChannel.open(temporary, Set.of(CREATE_NEW, WRITE, NOFOLLOW_LINKS))) {
            Channels.newInputStream(from).transferTo(Channels.newOutputStream(to));
            dress(temporary, after);
            to.force(true);
        }
    }

    /** Owner first: changing it would take mode bits away. The name is a folder or a new file, never a link. */
    private void dress(Path entry, EntryState state) throws IOException {
        own(entry, state);
        Files.setAttribute(entry, "unix:mode", state.mode());
    }

    private void own(Path entry, EntryState state) throws IOException {
        if (root) {
            new Owner(state.uid(), state.gid()).take(entry);
        }
    }
}
