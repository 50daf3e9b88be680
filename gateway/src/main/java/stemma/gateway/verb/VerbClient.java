package stemma.gateway.verb;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The terminal's side of a verb that runs in the node. Loads no parser, no framework and no
 * database: it says hello, copies bytes, and ends with the verb's exit code.
 */
public final class VerbClient {
    private static final int CHUNK_BYTES = 32 * 1024;

    private final Shell shell;
    private final Outbox outbox;
    private final DataInputStream fromNode;

    private VerbClient(Shell shell, SocketChannel node) {
        this.shell = shell;
        this.outbox = new Outbox(Channels.newOutputStream(node), Frame.Kind.EXIT);
        this.fromNode = new DataInputStream(new BufferedInputStream(Channels.newInputStream(node)));
    }

    /**
     * Runs the verb in the node that listens on the socket and returns its exit code, or empty when no
     * node listens there. The verb is sent only when the memory knows the node's past again. Throws
     * {@link IOException} when the node goes away in between.
     */
    public static OptionalInt run(Path socket, List<String> arguments, Shell shell, Memory memory) throws IOException {
        Optional<SocketChannel> node = connect(socket);
        if (node.isEmpty()) {
            return OptionalInt.empty();
        }
        try (SocketChannel channel = node.get()) {
            VerbClient client = new VerbClient(shell, channel);
            client.meet(memory);
            return OptionalInt.of(client.converse(arguments));
        } finally {
            shell.raw(false);
        }
    }

    private static Optional<SocketChannel> connect(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        } catch (ConnectException e) {
            return Optional.empty(); // a socket file that a dead node left behind
        }
    }

    private void meet(Memory memory) throws IOException {
        memory.meet(await(Frame.Kind.CHECKPOINT).text(), (old, size) -> {
            outbox.send(Frame.text(Frame.Kind.PROVE, old + " " + size));
            return Proof.of(await(Frame.Kind.PROOF));
        });
    }

    private Frame await(Frame.Kind wanted) throws IOException {
        Frame frame = Frame.read(fromNode).orElseThrow(VerbClient::gone);
        return switch (frame.kind()) {
            case ERROR -> throw new IOException(frame.text());
            case Frame.Kind kind when kind == wanted -> frame;
            default -> throw new IOException("the node says " + frame.kind() + " where " + wanted + " is wanted");
        };
    }

    private static IOException gone() {
        return new IOException("the node went away before the verb ended; what it did is in the log");
    }

    private int converse(List<String> arguments) throws IOException {
        outbox.send(new Hello(
                        arguments,
                        shell.folder().toString(),
                        shell.environment(),
                        shell.terminal(),
                        shell.outputIsTerminal())
                .frame());
        shell.onSignal(name -> sendQuietly(Frame.text(Frame.Kind.SIGNAL, name)));
        shell.onResize(size -> sendQuietly(Frame.text(Frame.Kind.RESIZE, size.columns() + "x" + size.rows())));
        OutputStream out = shell.out();
        OutputStream err = shell.err();
        for (Optional<Frame> next = Frame.read(fromNode); next.isPresent(); next = Frame.read(fromNode)) {
            Frame frame = next.get();
            switch (frame.kind()) {
                case OUTPUT -> {
                    try {
                        copy(frame, out);
                    } catch (IOException e) {
                        return lost(e);
                    }
                }
                case ERROR -> copy(frame, err);
                case WANT_INPUT ->
                    Thread.ofPlatform().daemon().name("stemma-input").start(this::sendInput);
                case RAW -> shell.raw(frame.payload().length == 1 && frame.payload()[0] == 1);
                case EXIT -> {
                    return Integer.parseInt(frame.text());
                }
                default -> throw new IOException("the node does not send " + frame.kind());
            }
        }
        throw gone();
    }

    private static int lost(IOException e) throws IOException {
        if (Shell.readerGone(e)) {
            return Shell.READER_GONE;
        }
        throw new IOException("the standard output cannot be written: " + e.getMessage(), e);
    }

    private static void copy(Frame frame, OutputStream to) throws IOException {
        to.write(frame.payload());
        to.flush();
    }

    private void sendInput() {
        byte[] chunk = new byte[CHUNK_BYTES];
        InputStream in = shell.in();
        try {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                outbox.send(new Frame(Frame.Kind.INPUT, Arrays.copyOf(chunk, count)));
            }
            outbox.send(new Frame(Frame.Kind.INPUT, new byte[0]));
        } catch (IOException e) {
            return; // the node or the input is gone; the reading side reports the former
        }
    }

    private void sendQuietly(Frame frame) {
        try {
            outbox.send(frame);
        } catch (IOException e) {
            return; // the reading side reports a node that is gone
        }
    }
}
