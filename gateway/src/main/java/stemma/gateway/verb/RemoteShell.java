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
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.core.JsonException;

/**
 * The node's side of one client: reads its frames on one virtual thread and runs the verb on
 * another. When the client goes away the verb is interrupted, as if its terminal had been closed.
 */
final class RemoteShell implements Shell {
    private static final int INTERRUPTED = 130;
    private static final int INTERNAL = 70;
    private static final Pattern SIZES = Pattern.compile("([1-9][0-9]{0,17}) ([1-9][0-9]{0,17})");

    private final DataInputStream fromClient;
    private final Outbox outbox;
    private final InputQueue input = new InputQueue(this::wantInput);
    private final Hello hello;
    private volatile Consumer<String> signals;
    private volatile Consumer<WindowSize> sizes = size -> {};

    RemoteShell(SocketChannel client, Past past) throws IOException {
        fromClient = new DataInputStream(new BufferedInputStream(Channels.newInputStream(client)));
        outbox = new Outbox(Channels.newOutputStream(client), Frame.Kind.EXIT);
        outbox.send(checkpoint(past));
        Frame first = next();
        if (first.kind() == Frame.Kind.PROVE) {
            outbox.send(prove(first.text(), past));
            first = next();
        }
        try {
            hello = Hello.parse(first);
        } catch (JsonException | IllegalArgumentException e) {
            throw new IOException("client's hello cannot be read", e);
        }
        signals = name -> {};
    }

    private Frame next() throws IOException {
        return Frame.read(fromClient).orElseThrow(() -> new IOException("client said nothing"));
    }

    /** A node that cannot sign any more says so; nothing that it did afterwards could be recorded. */
    private static Frame checkpoint(Past past) {
        try {
            return Frame.text(Frame.Kind.CHECKPOINT, past.checkpoint());
        } catch (RuntimeException e) {
            return Frame.text(Frame.Kind.ERROR, "the node cannot sign its log: " + e.getMessage());
        }
    }

    private static Frame prove(String sizes, Past past) throws IOException {
        Matcher form = SIZES.matcher(sizes);
        if (!form.matches()) {
            throw new IOException("client asks for a proof from '" + sizes + "', which are not two sizes");
        }
        return Proof.frame(past.consistency(Long.parseLong(form.group(1)), Long.parseLong(form.group(2))));
    }

    /** Runs the verb to its exit code; a defect in it becomes one, with a sentence from {@code fault}. */
    void serve(Verb verb, Function<Throwable, String> fault) throws InterruptedException {
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
            exit = INTERRUPTED;
        } catch (RuntimeException | Error e) {
            exit = outbox.gone() ? INTERRUPTED : failed(fault.apply(e));
        }
        signals = name -> {};
        Thread.interrupted();
        outbox.finish(Frame.text(Frame.Kind.EXIT, Integer.toString(exit)));
        reader.interrupt();
    }

    private int failed(String sentence) {
        Thread.interrupted();
        try {
            outbox.send(Frame.text(Frame.Kind.ERROR, sentence + "\n"));
        } catch (IOException e) {
            return INTERRUPTED; // nobody is there to be told
        }
        return INTERNAL;
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
