package stemma.tools;

import java.util.List;

/**
 * How a boxed command ended. A command that fails is an output, not an error of the act.
 *
 * @param exitCode the command's own; 128 + n when signal n ended it, 127 when it was not found
 * @param timedOut whether its time was up
 * @param stdout its output: head and tail, with the bytes dropped between them named
 * @param stderr the same of its error output
 * @param millis from start to end
 * @param changed what it created, changed or deleted in its view, relative paths, at most
 *     {@value #CHANGED_MAX}; the folder itself stays as it was
 */
public record ExecOutput(
        int exitCode, boolean timedOut, String stdout, String stderr, long millis, List<String> changed) {
    public static final int CHANGED_MAX = 1_000;

    public ExecOutput {
        changed = List.copyOf(changed);
    }
}
