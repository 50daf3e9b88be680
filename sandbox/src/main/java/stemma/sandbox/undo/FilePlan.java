package stemma.sandbox.undo;

import java.util.Optional;
import stemma.core.Digest;
import stemma.identity.IdentityFailed;
import stemma.sandbox.Restoration;
import stemma.sandbox.Undoing;
import stemma.sandbox.Workspace;
import stemma.sandbox.WorkspacePath;
import stemma.sandbox.WorkspaceRefused;

/**
 * How what was written into one file is taken back, from what the file holds now.
 *
 * <pre>
 *   as the acts left it        the old content, or no file, as it was
 *   as it was before           nothing to do
 *   anything else              the change since is kept: merged line by line, or refused
 * </pre>
 */
sealed interface FilePlan {
    /** To be done by an act. */
    record Do(Undoing.OfFile undoing, String outcome) implements FilePlan {}

    /** There is nothing to do. */
    record Nothing(String why) implements FilePlan {}

    /** It cannot be done. */
    record Refused(String why) implements FilePlan {}

    /** Looks at the file and plans. Writes nothing. */
    static FilePlan of(PastWrite past, KeptContent kept) {
        try {
            Workspace workspace = Workspace.around(past.target(), past.folders(), kept);
            WorkspacePath path = workspace.path(past.target());
            Optional<byte[]> now = workspace.now(path);
            Optional<Digest> holds = now.map(Digest::of);
            if (holds.equals(past.before())) {
                return new Nothing("it is as it was before");
            }
            if (holds.equals(past.after())) {
                return back(past, kept, workspace, path);
            }
            Optional<String> fate = fate(past, now);
            return fate.<FilePlan>map(Refused::new)
                    .orElseGet(() -> merged(past, kept, workspace, path, now.orElseThrow()));
        } catch (WorkspaceRefused | IdentityFailed e) {
            return new Refused(String.valueOf(e.getMessage()));
        }
    }

    private static FilePlan back(PastWrite past, KeptContent kept, Workspace workspace, WorkspacePath path) {
        if (past.before().isEmpty()) {
            Restoration gone = new Restoration(past.acts(), past.after(), Optional.empty(), past.folders());
            return new Do(new Undoing.OfFile(workspace, path, gone), "removed");
        }
        Optional<byte[]> old = kept.find(past.before().get());
        if (old.isEmpty()) {
            return new Refused(lost(past));
        }
        Restoration as = new Restoration(past.acts(), past.after(), old, 0);
        return new Do(new Undoing.OfFile(workspace, path, as), "restored");
    }

    /** Why a file that was changed since cannot be merged at all. */
    private static Optional<String> fate(PastWrite past, Optional<byte[]> now) {
        if (now.isEmpty()) {
            return Optional.of("it was removed since");
        }
        if (past.before().isEmpty()) {
            return Optional.of("it was made then and changed since; remove it by hand if it is not wanted");
        }
        return past.after().isEmpty() ? Optional.of("it was made anew since") : Optional.empty();
    }

    private static FilePlan merged(
            PastWrite past, KeptContent kept, Workspace workspace, WorkspacePath path, byte[] now) {
        Optional<byte[]> base = past.after().flatMap(kept::find);
        Optional<byte[]> old = past.before().flatMap(kept::find);
        if (base.isEmpty() || old.isEmpty()) {
            return new Refused("it was changed since, and " + lost(past));
        }
        return switch (LineMerge.of(base.get(), now, old.get())) {
            case LineMerge.Outcome.Conflict(String why) -> new Refused(why);
            case LineMerge.Outcome.Merged(byte[] content) -> {
                Optional<Digest> holds = Optional.of(Digest.of(now));
                if (holds.get().equals(Digest.of(content))) {
                    yield new Nothing("it is as it was before, but for what was changed since");
                }
                Restoration both = new Restoration(past.acts(), holds, Optional.of(content), 0);
                yield new Do(new Undoing.OfFile(workspace, path, both), "merged");
            }
        };
    }

    private static String lost(PastWrite past) {
        return past.notKept()
                .map(why -> "its old content was not kept: " + why)
                .orElse("its old content is no longer kept; [undo] bytes_max in node.toml says how much is");
    }
}
