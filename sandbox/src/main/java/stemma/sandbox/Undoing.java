package stemma.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.Permit;

/** What one act of taking back is about. */
public sealed interface Undoing {
    /** The effect of it. */
    Effect effect();

    /** The applied changes of a run, as a whole. */
    record OfRun(BoxChanges changes) implements Undoing {
        @Override
        public Effect effect() {
            return changes.undoing();
        }
    }

    /** One file that acts wrote. */
    record OfFile(Workspace workspace, WorkspacePath path, Restoration restoration) implements Undoing {
        public OfFile {
            Objects.requireNonNull(workspace, "workspace");
            Objects.requireNonNull(path, "path");
        }

        @Override
        public Effect effect() {
            return restoration.effect(path);
        }

        /** Puts the file back; the receipt says which acts that takes back. */
        public Done<ApplyReport> perform(Permit permit) {
            Workspace.Written written = workspace.restore(permit, path, restoration);
            List<Json> acts = restoration.acts().stream()
                    .<Json>map(id -> Json.of(id.toString()))
                    .toList();
            return Done.of(new ApplyReport(List.of(path.plain()), Map.of()))
                    .evidence(written.evidence().put("undoes", Json.array(acts)).build());
        }
    }
}
