package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Permit;
import stemma.sandbox.linux.RawPath;

/**
 * What one run did to its folder, waiting to be applied or discarded. It lives in the box folder and survives the node.
 * One caller at a time.
 */
public final class BoxChanges {
    /** The op of forgetting a run's changes. */
    public static final String DISCARD_OP = "fs.discard";

    /** The op of removing what a box left that belongs to no run. */
    public static final String SWEEP_OP = "fs.sweep";

    /** The op of taking applied changes back. */
    public static final String UNDO_OP = "fs.undo";

    private final BoxFolder box;
    private final Origin origin;
    private final boolean root;

    BoxChanges(BoxFolder box, Origin origin, boolean root) {
        this.box = box;
        this.origin = origin;
        this.root = root;
    }

    /** The run's id, as the box folder is named. */
    public String id() {
        return RawPath.shown(box.path().getFileName());
    }

    /** The real folder. */
    public Path folder() {
        return origin.folder();
    }

    /** Reads what was done; the box must have ended. */
    public Diff diff() throws IOException {
        return DiffReader.read(box, origin);
    }

    /** Whether changes were applied and can be undone. */
    public boolean applied() {
        return new Journal(box.path()).exists();
    }

    /** Whether the node ended while it was applying; {@link #undo} puts everything back. */
    public boolean halfApplied() {
        Journal journal = new Journal(box.path());
        return journal.exists() && !journal.complete();
    }

    /**
     * Writes the chosen paths of a diff into the folder. What changed on the host since the start, lies behind a link,
     * or is a device is refused by itself; the rest is done.
     */
    public ApplyReport apply(Permit permit, Diff diff, Set<Path> chosen) throws IOException {
        if (applied()) {
            throw new IllegalStateException("this run was applied already; undo it first");
        }
        permit.spend(diff.applying(id(), chosen));
        return new Applier(box, origin, root).apply(diff, chosen);
    }

    /** The effect of {@link #undo}. */
    public Effect undoing() {
        return new Effect(
                UNDO_OP,
                RawPath.shown(origin.folder()),
                Digest.ofUtf8(box.path().getFileName().toString()));
    }

    /** Takes back what was applied, file by file, except what somebody has changed since. */
    public ApplyReport undo(Permit permit) throws IOException {
        if (!applied()) {
            throw new IllegalStateException("nothing of this run was applied");
        }
        permit.spend(undoing());
        return new Undo(box, origin, root).run();
    }

    /** The effect of {@link #discard}. */
    public Effect discarding() {
        return new Effect(
                DISCARD_OP,
                RawPath.shown(origin.folder()),
                Digest.ofUtf8(box.path().getFileName().toString()));
    }

    /** Forgets a run that changed nothing. It loses nothing, so it is part of the run's own act. */
    public void removeUnchanged(Diff diff) throws IOException {
        if (!diff.changes().isEmpty() || applied()) {
            throw new IllegalStateException("this run has changes; they are discarded by an act");
        }
        box.remove();
    }

    /** Forgets the run: its changes, and the way back if they were applied. */
    public void discard(Permit permit) throws IOException {
        permit.spend(discarding());
        box.remove();
    }
}
