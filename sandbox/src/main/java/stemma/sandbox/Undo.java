package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes applied changes back, each entry by itself: what is still as it was applied gets its old state, what is already
 * as it was before is left, and what somebody has changed since is refused. The same serves after a crash half-way.
 */
final class Undo {
    private final Journal journal;
    private final StepWriter writer;

    Undo(BoxFolder box, Origin origin, boolean root) {
        this.journal = new Journal(box.path());
        this.writer = new StepWriter(origin.folder(), root);
    }

    ApplyReport run() throws IOException {
        List<Path> done = new ArrayList<>();
        Map<Path, String> refused = new LinkedHashMap<>();
        for (Step step : journal.read().reversed()) {
            Optional<String> reason = takeBack(step);
            if (reason.isPresent()) {
                refused.put(step.path(), reason.get());
            } else {
                done.add(step.path());
            }
        }
        if (refused.isEmpty()) {
            journal.clear();
        }
        return new ApplyReport(done.stream().distinct().toList(), refused);
    }

    private Optional<String> takeBack(Step step) {
        try {
            writer.sweep(step);
            if (StepWriter.same(writer.now(step), step.before())) {
                return Optional.empty();
            }
            return writer.write(step.reversed(), journal.snapshot(step));
        } catch (IOException e) {
            return step.before().isEmpty()
                    ? Optional.empty()
                    : Optional.of("it could not be put back: " + e.getMessage());
        }
    }
}
