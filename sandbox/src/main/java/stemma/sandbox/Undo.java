package stemma.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stemma.core.FileReason;

/**
 * Takes applied changes back, each entry by itself: what is still as it was applied gets its old state, what is already
 * as it was before is left, and what somebody has changed since is refused. The same serves after a crash half-way.
 */
final class Undo {
    private final BoxFolder box;
    private final Path folder;
    private final Journal journal;
    private final StepWriter writer;
    private final Map<Path, Step> first = new HashMap<>();

    Undo(BoxFolder box, Origin origin, boolean root) {
        this.box = box;
        this.folder = origin.folder();
        this.journal = new Journal(box.path());
        this.writer = new StepWriter(origin.folder(), root);
    }

    ApplyReport run() throws IOException {
        List<Path> done = new ArrayList<>();
        Map<Path, String> refused = new LinkedHashMap<>();
        List<Step> steps = journal.read();
        steps.forEach(step -> first.putIfAbsent(step.path(), step));
        for (Step step : steps.reversed()) {
            Optional<String> reason = takeBack(step);
            if (reason.isPresent()) {
                refused.put(step.path(), reason.get());
            } else {
                done.add(step.path());
            }
        }
        if (refused.isEmpty()) {
            Restored.read(box).with(changeTimes(steps), box);
            journal.clear();
        }
        return new ApplyReport(done.stream().distinct().toList(), refused);
    }

    /** The time is read before the state: were it changed in between, its state would no longer be the old one. */
    private Map<Path, Long> changeTimes(List<Step> steps) throws IOException {
        Map<Path, Long> times = new HashMap<>();
        for (Step step : steps) {
            if (step.before().isPresent()) {
                Optional<FileFacts> facts = FileFacts.of(folder.resolve(step.path()));
                if (facts.isPresent() && StepWriter.same(writer.now(step), step.before())) {
                    times.put(step.path(), facts.get().changeNanos());
                }
            }
        }
        return times;
    }

    /** A folder that gave way to a file has two steps; the first may not have been done, or be taken back already. */
    private Optional<EntryState> atFirst(Step step) {
        return first.getOrDefault(step.path(), step).before();
    }

    private Optional<String> takeBack(Step step) {
        try {
            writer.sweep(step);
            Optional<EntryState> now = writer.now(step);
            if (StepWriter.same(now, step.before()) || StepWriter.same(now, atFirst(step))) {
                return Optional.empty();
            }
            return writer.write(step.reversed(), journal.snapshot(step));
        } catch (IOException e) {
            return step.before().isEmpty() && Files.notExists(folder.resolve(step.path()), NOFOLLOW_LINKS)
                    ? Optional.empty()
                    : Optional.of("it could not be put back: " + FileReason.of(e));
        }
    }
}
