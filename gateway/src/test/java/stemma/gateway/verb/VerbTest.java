package stemma.gateway.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Digest;
import stemma.core.LogFailed;
import stemma.core.Refusal;

/** A verb typed in one process and run in another sees the shell it was typed in. */
@Timeout(60)
class VerbTest {
    private static final Memory TRUSTING = (checkpoint, prover) -> {};
    private static final Past PAST = new Past() {
        @Override
        public String checkpoint() {
            return "signed";
        }

        @Override
        public List<Digest> consistency(long old, long size) {
            return List.of(Digest.of(new byte[] {(byte) old}), Digest.of(new byte[] {(byte) size}));
        }
    };

    @TempDir
    private Path folder;

    private Path socket() {
        return folder.resolve("node.sock");
    }

    /** A shell that a test sits at. */
    private static final class TestShell implements Shell {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final InputStream in;
        private final LinkedBlockingQueue<Consumer<String>> signals = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<Consumer<WindowSize>> sizes = new LinkedBlockingQueue<>();
        private final AtomicInteger rawTurns = new AtomicInteger();

        private TestShell(String input) {
            in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public InputStream in() {
            return in;
        }

        @Override
        public OutputStream out() {
            return out;
        }

        @Override
        public OutputStream err() {
            return err;
        }

        @Override
        public Path folder() {
            return Path.of("/some/where");
        }

        @Override
        public Map<String, String> environment() {
            return Map.of("TERM", "dumb");
        }

        @Override
        public Optional<WindowSize> terminal() {
            return Optional.of(new WindowSize(80, 24));
        }

        @Override
        public boolean outputIsTerminal() {
            return true;
        }

        @Override
        public void raw(boolean on) {
            if (on) {
                rawTurns.incrementAndGet();
            }
        }

        @Override
        public void onSignal(Consumer<String> handler) {
            signals.add(handler);
        }

        @Override
        public void onResize(Consumer<WindowSize> handler) {
            sizes.add(handler);
        }
    }

    private int run(Verb verb, TestShell shell, String... arguments) throws IOException {
        try (VerbServer server = VerbServer.open(socket(), verb, PAST)) {
            assertThat(server).isNotNull();
            assertThat(Files.getPosixFilePermissions(socket())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            return VerbClient.run(socket(), List.of(arguments), shell, TRUSTING).orElseThrow();
        }
    }

    private static void print(OutputStream to, String text) {
        try {
            to.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void argumentsStreamsAndExitCodeTravel() throws IOException {
        TestShell shell = new TestShell("typed in");
        int code = run(
                (arguments, far) -> {
                    try {
                        print(
                                far.out(),
                                arguments + " " + far.folder() + " " + far.environment() + " "
                                        + far.terminal()
                                                .map(WindowSize::columns)
                                                .orElse(0) + " " + far.outputIsTerminal());
                        print(far.err(), new String(far.in().readAllBytes(), StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        return 99;
                    }
                    return 42;
                },
                shell,
                "log",
                "tail");
        assertThat(code).isEqualTo(42);
        assertThat(shell.out.toString(StandardCharsets.UTF_8)).isEqualTo("[log, tail] /some/where {TERM=dumb} 80 true");
        assertThat(shell.err.toString(StandardCharsets.UTF_8)).isEqualTo("typed in");
    }

    @Test
    void outputLargerThanAFrameArrivesWhole() throws IOException {
        TestShell shell = new TestShell("");
        String text = "0123456789".repeat(Frame.PAYLOAD_BYTES_MAX / 4);
        run(
                (arguments, far) -> {
                    print(far.out(), text);
                    return 0;
                },
                shell);
        assertThat(shell.out.toString(StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void aVerbThatReadsNothingLeavesTheInputAlone() throws IOException {
        TestShell shell = new TestShell("for the next command");
        assertThat(run((arguments, far) -> 0, shell)).isZero();
        assertThat(new String(shell.in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("for the next command");
    }

    @Test
    void signalsResizesAndRawModeTravel() throws Exception {
        TestShell shell = new TestShell("");
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        CountDownLatch ready = new CountDownLatch(1);
        Thread person = Thread.ofPlatform().start(() -> {
            try {
                ready.await();
                shell.sizes.take().accept(new WindowSize(100, 30));
                shell.signals.take().accept("INT");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        int code = run(
                (arguments, far) -> {
                    far.raw(true);
                    far.onResize(size -> seen.add(size.columns() + "x" + size.rows()));
                    far.onSignal(seen::add);
                    ready.countDown();
                    assertThat(seen.take()).isEqualTo("100x30");
                    return seen.take().equals("INT") ? 7 : 8;
                },
                shell);
        person.join();
        assertThat(code).isEqualTo(7);
        assertThat(shell.rawTurns).hasValue(1);
    }

    @Test
    void aSignalNobodyTakesStopsTheVerb() throws Exception {
        TestShell shell = new TestShell("");
        CountDownLatch started = new CountDownLatch(1);
        Thread person = Thread.ofPlatform().start(() -> {
            try {
                started.await();
                shell.signals.take().accept("INT");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        int code = run(
                (arguments, far) -> {
                    started.countDown();
                    new CountDownLatch(1).await();
                    return 0;
                },
                shell);
        person.join();
        assertThat(code).isEqualTo(130);
    }

    @Test
    void withoutANodeThereIsNoAnswer() throws IOException {
        assertThat(VerbClient.run(socket(), List.of("status"), new TestShell(""), TRUSTING))
                .isEmpty();
        VerbServer.open(socket(), (arguments, far) -> 0, PAST).close();
        Files.writeString(socket(), "what a dead node left");
        assertThat(VerbClient.run(socket(), List.of("status"), new TestShell(""), TRUSTING))
                .isEmpty();
    }

    @Test
    void aDefectOfAVerbIsAnExitCodeAndASentence() throws IOException {
        for (Throwable defect : List.of(new IllegalStateException("boom"), new StackOverflowError("deep"))) {
            TestShell shell = new TestShell("");
            int code = run(
                    (arguments, far) -> {
                        print(far.out(), "half");
                        if (defect instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) defect;
                    },
                    shell);
            assertThat(code).isEqualTo(70);
            assertThat(shell.out.toString(StandardCharsets.UTF_8)).isEqualTo("half");
            assertThat(shell.err.toString(StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .startsWith("stemma: the node could not finish this verb: " + defect)
                    .contains("stemma log tail", "fault 1", "logs/");
        }
    }

    @Test
    void theNodesPastIsMetBeforeTheVerbIsSent() throws IOException {
        List<String> met = new ArrayList<>();
        AtomicInteger ran = new AtomicInteger();
        Verb verb = (arguments, far) -> ran.incrementAndGet();
        try (VerbServer server = VerbServer.open(socket(), verb, PAST)) {
            assertThat(server).isNotNull();
            Memory asking = (checkpoint, prover) -> {
                assertThat(ran).hasValue(0);
                met.add(checkpoint);
                assertThat(prover.consistency(3, 7)).isEqualTo(PAST.consistency(3, 7));
            };
            assertThat(VerbClient.run(socket(), List.of("status"), new TestShell(""), asking))
                    .hasValue(1);
            Memory refusing = (checkpoint, prover) -> {
                throw new Refusal(Refusal.Kind.UNAVAILABLE, "it went back in time");
            };
            assertThatThrownBy(() -> VerbClient.run(socket(), List.of("halt"), new TestShell(""), refusing))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("it went back in time");
        }
        assertThat(met).containsExactly("signed");
        assertThat(ran).hasValue(1);
    }

    @Test
    void aNodeThatCannotSignSaysSo() throws IOException {
        Past mute = new Past() {
            @Override
            public String checkpoint() {
                throw new LogFailed("the disk is full");
            }

            @Override
            public List<Digest> consistency(long old, long size) {
                return List.of();
            }
        };
        try (VerbServer server = VerbServer.open(socket(), (arguments, far) -> 0, mute)) {
            assertThat(server).isNotNull();
            assertThatThrownBy(() -> VerbClient.run(socket(), List.of("status"), new TestShell(""), TRUSTING))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the disk is full");
        }
    }

    @Test
    void aProofIsBounded() throws IOException {
        List<Digest> most = Collections.nCopies(Proof.HASHES_MAX, Digest.EMPTY);
        assertThat(Proof.of(Proof.frame(most))).isEqualTo(most);
        assertThatThrownBy(() -> Proof.of(Proof.frame(Collections.nCopies(Proof.HASHES_MAX + 1, Digest.EMPTY))))
                .hasMessageContaining("at most 64 hashes");
        assertThatThrownBy(() -> Proof.of(Frame.text(Frame.Kind.PROOF, "x"))).hasMessageContaining("at most 64 hashes");
    }

    @Test
    void aFrameIsBoundedAndStrict() throws IOException {
        assertThat(new Frame(Frame.Kind.INPUT, new byte[Frame.PAYLOAD_BYTES_MAX]).payload())
                .hasSize(Frame.PAYLOAD_BYTES_MAX);
        assertThatThrownBy(() -> new Frame(Frame.Kind.INPUT, new byte[Frame.PAYLOAD_BYTES_MAX + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Frame.read(bytes(new byte[0]))).isEmpty();
        assertThatThrownBy(() -> Frame.read(bytes(new byte[] {'?', 0, 0, 0, 0})))
                .hasMessageContaining("unknown kind");
        assertThatThrownBy(() -> Frame.read(bytes(new byte[] {'i', 0x7f, 0, 0, 0})))
                .hasMessageContaining("the most is");
        assertThatThrownBy(() -> Frame.read(bytes(new byte[] {'i', 0, 0, 0, 9, 1})))
                .hasMessageContaining("cut off");
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Frame.text(Frame.Kind.EXIT, "é").write(new DataOutputStream(written));
        assertThat(Frame.read(bytes(written.toByteArray())).orElseThrow().text())
                .isEqualTo("é");
    }

    @Test
    void aHelloThatIsNoneIsRefused() {
        for (String json : List.of(
                "[]", "{}", "{\"arguments\":[1],\"environment\":{},\"folder\":\"/\",\"outputIsTerminal\":true}")) {
            assertThatThrownBy(() -> Hello.parse(Frame.text(Frame.Kind.HELLO, json)))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThatThrownBy(() -> Hello.size("80")).hasMessageContaining("not a window size");
        assertThatThrownBy(() -> new WindowSize(0, 24)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WindowSize(80, WindowSize.CELLS_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static DataInputStream bytes(byte[] content) {
        return new DataInputStream(new ByteArrayInputStream(content));
    }
}
