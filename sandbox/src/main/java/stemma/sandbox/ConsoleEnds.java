package stemma.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import stemma.sandbox.linux.Fd;
import stemma.sandbox.linux.Pipe;
import stemma.sandbox.linux.Pty;

/**
 * Both sides of a command's streams: three pipes, or one terminal. Closing gives up the child's side, once it has its
 * own copies.
 *
 * @param ours for whoever reads and writes
 * @param child its descriptors 0, 1 and 2
 */
record ConsoleEnds(Console ours, List<Fd> child) implements AutoCloseable {
    static ConsoleEnds open(Optional<Pty> pty, Blocking blocking, long bytesMax) throws IOException {
        if (pty.isPresent()) {
            Console ours = new Console(
                    blocking.output(pty.get().input()),
                    new BoundedInput(blocking.input(pty.get().output()), bytesMax),
                    new BoundedInput(InputStream.nullInputStream(), 1),
                    pty);
            Fd terminal = Fd.terminal(pty.get().slave());
            return new ConsoleEnds(ours, List.of(terminal, terminal, terminal));
        }
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        Pipe err = Pipe.open();
        Console ours = new Console(
                blocking.output(in.input()),
                new BoundedInput(blocking.input(out.output()), bytesMax),
                new BoundedInput(blocking.input(err.output()), bytesMax),
                pty);
        return new ConsoleEnds(ours, List.of(in.reader(), out.writer(), err.writer()));
    }

    @Override
    public void close() throws IOException {
        for (Fd end : child) {
            end.close();
        }
    }
}
