package stemma.sandbox;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What applying or undoing did, path by path.
 *
 * @param done paths now as asked
 * @param refused paths left alone, each with one clause that says why
 */
public record ApplyReport(List<Path> done, Map<Path, String> refused) {
    public ApplyReport {
        done = List.copyOf(done);
        refused = Map.copyOf(refused);
    }

    /** The same, and these were left alone too. */
    public ApplyReport refusing(Map<Path, String> others) {
        Map<Path, String> all = new HashMap<>(refused);
        all.putAll(others);
        return new ApplyReport(done, all);
    }
}
