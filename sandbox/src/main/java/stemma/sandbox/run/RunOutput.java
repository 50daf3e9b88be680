package stemma.sandbox.run;

import java.util.Optional;
import stemma.core.Json;
import stemma.core.JsonBuilder;
import stemma.store.StoreFailed;

/**
 * What one run printed, on both its streams in the order it came: the end of it in memory, and where that is not all of
 * it, its beginning in a file.
 *
 * <pre>
 *   |---------- in the file, from the first byte ----------|   dropped   |-- tail --|
 * </pre>
 *
 * <p>A disk that refuses ends the file and not the run. Thread-safe.
 */
final class RunOutput {
    private final OutputFolder folder;
    private final String run;
    private final Tail tail = new Tail();
    private Optional<OutputFile> file = Optional.empty();
    private String trouble = "";
    private boolean begun;

    RunOutput(OutputFolder folder, String run) {
        this.folder = folder;
        this.run = run;
    }

    synchronized void write(byte[] bytes, int offset, int length) {
        if (!begun && tail.written() + length > Tail.TAIL_BYTES_MAX) {
            begin();
        }
        keep(bytes, offset, length);
        tail.write(bytes, offset, length);
    }

    synchronized Tail tail() {
        return tail;
    }

    /** Ends the file and says what became of the output, for the receipt. To be called once. */
    synchronized Json.Obj end() {
        JsonBuilder facts = Json.object().put("bytes", tail.written());
        file.ifPresent(kept -> ended(kept, facts));
        if (begun) {
            folder.end(run);
        }
        return (trouble.isEmpty() ? facts : facts.put("trouble", trouble)).build();
    }

    private void ended(OutputFile kept, JsonBuilder facts) {
        try {
            facts.put("sha256", kept.end())
                    .put("kept", kept.kept())
                    .put("dropped", Math.max(0, tail.written() - kept.kept()));
        } catch (StoreFailed e) {
            failed(e);
        }
    }

    /** Until now the tail holds all there was. */
    private void begin() {
        begun = true;
        try {
            file = folder.begin(run);
            if (file.isEmpty()) {
                trouble = "as many runs print much at the same time as may be kept";
            }
        } catch (StoreFailed e) {
            trouble = reason(e);
        }
        byte[] before = tail.bytes();
        keep(before, 0, before.length);
    }

    private void keep(byte[] bytes, int offset, int length) {
        try {
            if (file.isPresent()) {
                file.get().write(bytes, offset, length);
            }
        } catch (StoreFailed e) {
            file.ifPresent(OutputFile::abandon);
            file = Optional.empty();
            failed(e);
        }
    }

    private void failed(StoreFailed e) {
        trouble = reason(e);
    }

    private static String reason(StoreFailed e) {
        return RunEvidence.cut(String.valueOf(e.getMessage()), RunEvidence.FOLDER_CHARS_MAX);
    }
}
