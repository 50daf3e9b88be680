package stemma.gateway.verb;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import stemma.core.JsonException;

/**
 * The node's side of one client: reads its frames on one virtual thread and runs the verb on
 * another. When the client goes away the verb is interrupted, as if its terminal had been closed.
 */
final class RemoteShell implements Shell {
    private final DataInputStream fromClient;
    private final Outbox outbox;
    private final InputQueue input = new InputQueue(this::wantInput);
    private final Hello hello;
    private volatile Consumer<String> signals;
    private volatile Consumer<WindowSize> sizes = size -> {};

    RemoteShell(SocketChannel client) throws IOException {
        fromClient = new DataInputStream(new BufferedInputStream(Channels.newInputStream(client)));
        outbox = new Outbox(Channels.newOutputStream(client), Frame.Kind.EXIT);
        Frame first = Frame.read(fromClient).orElseThrow(() -> new IOException("client said nothing"));
        try {
            hello = Hello.parse(first);
        } catch (JsonException | IllegalArgumentException e) {
            throw new IOException("client's hello cannot be read", e);
        }
        signals = name -> {};
    }

    void serve(Verb verb) throws InterruptedException {
        Thread runner = Thread.currentThread();
        signals = name -> runner.interrupt();
        Thread reader = Thread.ofVirtual().name("stemma-verb-input").start(() -> {
            readFrames();
            input.end();
            signals.accept("HUP");
        });
        int exit;
        try {
            exit = verb.run(hello.arguments(), this);
        } catch (InterruptedException e) {
            exit = 130;
        }
        signals = name -> {};
        Thread.interrupted();
        outbox.finish(Frame.text(Frame.Kind.EXIT, Integer.toString(exit)));
        reader.interrupt();
    }

    private void readFrames() {
        try {
            for (Optional<Frame> next = Frame.read(fromClient); next.isPresent(); next = Frame.read(fromClient)) {
                take(next.get());
            }
        } catch (IOException | IllegalArgumentException e) {
            return; // a broken client is a client that went away
        }
    }

    private void take(Frame frame) throws IOException {
        switch (frame.kind()) {
            case INPUT -> input.put(frame.payload());
            case SIGNAL -> signals.accept(frame.text());
            case RESIZE -> sizes.accept(Hello.size(frame.text()));
            default -> throw new IOException("a client does not send " + frame.kind());
        }
    }

    private void wantInput() {
        try {
            outbox.send(new Frame(Frame.Kind.WANT_INPUT, new byte[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream in() {
        return input;
    }

    @Override
    public OutputStream out() {
        return new FrameOutput(Frame.Kind.OUTPUT);
    }

    @Override
    public OutputStream err() {
        return new FrameOutput(Frame.Kind.ERROR);
    }

    @Override
    public Path folder() {
        return Path.of(hello.folder());
    }

    @Override
    public Map<String, String> environment() {
        return hello.environment();
    }

    @Override
    public Optional<WindowSize> terminal() {
        return hello.terminal();
    }

    @Override
    public boolean outputIsTerminal() {
        return hello.outputIsTerminal();
    }

    @Override
    public void raw(boolean on) {
        try {
            outbox.send(new Frame(Frame.Kind.RAW, new byte[] {(byte) (on ? 1 : 0)}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onSignal(Consumer<String> handler) {
        signals = handler;
    }

    @Override
    public void onResize(Consumer<WindowSize> handler) {
        sizes = handler;
    }

    private final class FrameOutput extends OutputStream {
        private final Frame.Kind kind;

        private FrameOutput(Frame.Kind kind) {
            this.kind = kind;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int from = offset; from < offset + length; from += Frame.PAYLOAD_BYTES_MAX) {
                int to = Math.min(offset + length, from + Frame.PAYLOAD_BYTES_MAX);
                outbox.send(new Frame(kind, Arrays.copyOfRange(bytes, from, to)));
            }
        }
    }
}
