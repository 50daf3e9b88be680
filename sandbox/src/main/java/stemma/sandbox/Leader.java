package stemma.sandbox;

import java.io.IOException;

/** The process that all others of a box hang on, as the host sees it. Thread-safe. */
sealed interface Leader extends AutoCloseable permits InnerInit, CommandGroup {
    /** The host's id of it. */
    long pid();

    /** Passes a signal to the command; false when there is none any more. */
    boolean signal(int signal);

    /** Tells the kernel to end every process of the box. */
    void kill();

    /** Ends every process of the box and waits until they are gone. Blocks the platform thread that owns the box. */
    void end() throws IOException;

    /** Lets go of it; from now on nothing is sent to it. */
    @Override
    void close() throws IOException;
}
