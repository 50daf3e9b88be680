package stemma.node;

import java.io.IOException;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import stemma.store.Home;
import stemma.store.StoreFailed;

/**
 * Where a serving node's own words go: all of them to {@code logs/} in the home, in files of bounded
 * size and number, and only warnings to the terminal, which belongs to the operator.
 */
final class Logs implements AutoCloseable {
    private static final int FILE_BYTES_MAX = 1 << 20;
    private static final int FILES_MAX = 4;
    /** All of them together. */
    static final long BYTES_MAX = (long) FILES_MAX * FILE_BYTES_MAX;

    private final Logger root = Logger.getLogger("");
    private final Handler file;

    private Logs(Handler file) {
        this.file = file;
        for (Handler terminal : root.getHandlers()) {
            terminal.setLevel(Level.WARNING);
        }
        root.addHandler(file);
    }

    /** Opens {@code node.0.log}, the newest; throws {@link StoreFailed} when the folder cannot be written. */
    static Logs open(Home home) {
        String pattern = home.logs().toString().replace("%", "%%") + "/node.%g.log";
        try {
            FileHandler handler = new FileHandler(pattern, FILE_BYTES_MAX, FILES_MAX, true);
            handler.setFormatter(new SimpleFormatter());
            return new Logs(handler);
        } catch (IOException e) {
            throw new StoreFailed("the folder " + home.logs() + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        root.removeHandler(file);
        file.close();
    }
}
