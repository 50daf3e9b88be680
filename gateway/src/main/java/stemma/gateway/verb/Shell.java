package stemma.gateway.verb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The place a verb was typed in, near or far: its streams, folder, terminal and signals. A verb is
 * written once against this and runs alike in the node and beside it.
 */
public interface Shell {
    /** The exit code of a verb whose reader went away, as in {@code stemma log tail | head -1}. */
    int READER_GONE = 141;

    /** Whether output failed because nobody reads it any more, which nobody needs to be told. */
    static boolean readerGone(IOException e) {
        return "Broken pipe".equals(e.getMessage());
    }

    /** Standard input. Nothing is read from the terminal or pipe before the first read here. */
    InputStream in();

    OutputStream out();

    OutputStream err();

    /** The folder the verb was typed in, absolute. */
    Path folder();

    /** The variables the verb asked for by name, and TERM, NO_COLOR and COLUMNS; nothing else. */
    Map<String, String> environment();

    /** The window's size when input and output are a terminal. */
    Optional<WindowSize> terminal();

    /** Whether output is a terminal, so that colour and progress lines make sense. */
    boolean outputIsTerminal();

    /** Turns character-at-a-time input without echo on or off; no effect without a terminal. */
    void raw(boolean on);

    /**
     * Takes signals from now on: {@code INT}, {@code TERM}, {@code HUP}, {@code QUIT}, {@code TSTP}. Until
     * this is called they stop the verb.
     */
    void onSignal(Consumer<String> handler);

    /** Takes each new window size from now on. */
    void onResize(Consumer<WindowSize> handler);
}
