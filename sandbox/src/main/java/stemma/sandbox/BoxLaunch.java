package stemma.sandbox;

import java.io.IOException;

/** A way to start a box. Both calls are the box thread's. */
sealed interface BoxLaunch permits Launch, BasicLaunch {
    /** Arranges what the command will see, and starts what becomes the command. */
    Chain start() throws IOException;

    /** Bounds the process that the command will be below, before it begins. */
    void hold(long pid) throws IOException;
}
