package stemma.sandbox.run;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Where a run's streams go. The run closes none of them.
 *
 * @param in read only once the command runs
 * @param out also takes all that a terminal shows
 */
public record RunIo(InputStream in, OutputStream out, OutputStream err) {
    /** A run that reads nothing and whose output is kept in its tail alone. */
    public static RunIo none() {
        return new RunIo(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    }
}
