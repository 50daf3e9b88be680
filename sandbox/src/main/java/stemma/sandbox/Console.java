package stemma.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import stemma.sandbox.linux.Pty;

/** Our side of a command's streams: three pipes, or one terminal. */
final class Console {
    private final OutputStream stdin;
    private final BoundedInput stdout;
    private final BoundedInput stderr;
    private final Optional<Pty> pty;

    Console(OutputStream stdin, BoundedInput stdout, BoundedInput stderr, Optional<Pty> pty) {
        this.stdin = stdin;
        this.stdout = stdout;
        this.stderr = stderr;
        this.pty = pty;
    }

    OutputStream stdin() {
        return stdin;
    }

    BoundedInput stdout() {
        return stdout;
    }

    BoundedInput stderr() {
        return stderr;
    }

    void resize(WindowSize size) throws IOException {
        if (pty.isPresent()) {
            pty.get().resize(size.columns(), size.rows());
        }
    }

    void close() {
        try {
            stdin.close();
            stdout.close();
            stderr.close();
            if (pty.isPresent()) {
                pty.get().close();
            }
        } catch (IOException alreadyGone) {
            // the command has ended and its pipes with it
        }
    }
}
