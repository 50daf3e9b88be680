package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Json;
import stemma.identity.Identity;
import stemma.ledger.LedgerFile;
import stemma.store.Home;
import stemma.store.LocalDisk;

/**
 * The packages that Go's own module mirror is checked with accept this node's log: checkpoint, tiles,
 * commitments, proofs and cosignatures, from a folder and over HTTP. They were written by others, for
 * another log, before this code was; a flipped byte of each is refused.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class ThirdPartyTest {
    /** Enough for full tiles on level 0, and so for level 1; the deep run has a level 2. */
    private static final int ENTRIES = Needs.deep() ? 66_000 : 600;

    private static final int FLIPS = Needs.deep() ? 40 : 6;

    @TempDir
    Path folder;

    private LogChecker checker = new LogChecker(Path.of("/nowhere"));
    private NodeHome home = new NodeHome(Path.of("/nowhere"), List.of(), Map.of());
    private Path key = Path.of("/nowhere");
    private Path original = Path.of("/nowhere");

    /** Made once: each test begins with a copy. */
    @BeforeAll
    void aHomeWithALongLog(@TempDir Path made) throws Exception {
        checker = LogChecker.build(made);
        original = made.resolve("node");
        home = NodeHome.in(original);
        assertThat(home.verb("run", "--", "echo", "begun").code()).isZero();
        LocalDisk disk = new LocalDisk();
        Identity identity = Identity.open(disk, new Home(home.home()), Entropy.system());
        try (LedgerFile ledger = LedgerFile.open(
                disk, home.home().resolve("ledger"), identity.signer(), Clock.system(), Entropy.system())) {
            for (int i = 0; i < ENTRIES; i++) {
                ledger.append(EntryCodec.bytes(new Entry.Noted(
                        "test", "entry", Json.object().put("n", i).build(), 1)));
            }
        }
    }

    @BeforeEach
    void aCopyOfIt() throws Exception {
        Path copy = folder.resolve("node");
        RunPeer.exec("cp", "-a", original.toString(), copy.toString());
        home = new NodeHome(copy.toRealPath(), List.of(), Map.of());
        key = home.home().resolve("keys/node.pub");
    }

    @Test
    void goAndPythonAcceptAnExportAndRefuseAFlippedByteOfEachFile() throws Exception {
        Path export = folder.resolve("export");
        Said exported = home.verb("log", "export", export.toString());
        assertThat(exported.code()).as(exported.all()).isZero();
        assertThat(exported.out()).contains("files for ", "check.py");
        Said go = checker.run("log", key, export);
        assertThat(go.out()).startsWith("accepted ");
        assertThat(python(export).out()).contains("are those that were signed");
        List<Path> files;
        try (Stream<Path> walked = Files.walk(export)) {
            files = walked.filter(Files::isRegularFile)
                    .filter(f -> !f.endsWith("check.py") && !f.endsWith("node.pub"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(ENTRIES / 128 + 2);
        int step = Math.max(1, files.size() / 12);
        for (int i = 0; i < files.size(); i += step) {
            refusesFlips(files.get(i), () -> checker.run("log", key, export));
            refusesFlips(files.get(i), () -> python(export));
        }
        Said full = home.verb("log", "export", export.toString());
        assertThat(full.code()).isNotZero();
        assertThat(full.err()).contains("is not empty");
        assertThat(home.verb("log", "export", "relative").err()).contains("absolute path");
        assertThat(home.verb("log", "export", home.home().resolve("out").toString())
                        .err())
                .contains("own home");
    }

    @Test
    void goAcceptsEveryProofAndRefusesAFlippedByte(TestReporter reporter) throws Exception {
        Path proof = folder.resolve("proof");
        int[] indexes = {0, 1, 300, ENTRIES - 1};
        for (int index : indexes) {
            Said proved = home.verb("log", "prove", Integer.toString(index));
            assertThat(proved.code()).as(proved.all()).isZero();
            Files.writeString(proof, proved.out());
            assertThat(checker.run("proof", key, proof).out()).startsWith("accepted " + index + " of ");
            assertThat(python(folder.resolve("none"), proof).out()).contains("entry " + index + " of ");
        }
        byte[] good = Files.readAllBytes(proof);
        int step = Needs.deep() ? 1 : 17;
        int refused = 0;
        for (int at = 0; at < good.length; at += step) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(proof, bad);
            assertThat(checker.run("proof", key, proof).code())
                    .as("byte " + at + " flipped")
                    .isNotZero();
            refused++;
        }
        Shown.all(reporter, "proofs-accepted", indexes.length, "proofs");
        Shown.all(reporter, "flipped-proofs-refused", refused, "proofs");
    }

    @Test
    void goReadsTheLiveLogAndWitnessesIt() throws Exception {
        Path old = folder.resolve("old");
        assertThat(home.verb("log", "export", old.toString()).code()).isZero();
        int port = freePort();
        String first = checker.run("witness-key", "w.example/1", "one").out().strip();
        String second = checker.run("witness-key", "w.example/2", "two").out().strip();
        Files.writeString(home.home().resolve("node.toml"), """
                [listen]
                operator_port = 0
                public_port = %d
                metrics_port = 0
                [witness]
                keys = ["%s", "%s"]
                quorum = 2
                """.formatted(port, first, second));
        String address = "http://127.0.0.1:" + port + "/tlog";
        try (NodeProcess node = home.up()) {
            assertThat(node.alive()).isTrue();
            assertThat(checker.run("log", key, address, old.resolve("checkpoint"))
                            .out())
                    .startsWith("accepted ");
            assertThat(get(address + "/cosigned").statusCode()).isEqualTo(404);
            assertThat(get(address + "/tile/0/999").statusCode()).isEqualTo(404);
            Path note = folder.resolve("note");
            Files.writeString(note, get(address + "/checkpoint").body());
            provesConsistency(old.resolve("checkpoint"), note);
            cosigns(note, first, second, address);
        }
        Said verified = home.verb("log", "verify");
        assertThat(verified.out()).as(verified.all()).contains("sound", "witnessed: the first ");
        assertThat(home.verb("log", "checkpoint").out()).contains("witnessed: the first ", "2 of 2 witnesses");
    }

    private void provesConsistency(Path old, Path note) throws Exception {
        Said proved = home.verb("log", "consistency", size(old), size(note));
        assertThat(proved.code()).as(proved.all()).isZero();
        Path proof = folder.resolve("consistency");
        Files.writeString(proof, proved.out());
        assertThat(checker.run("consistency", key, old, note, proof).out()).startsWith("accepted ");
        for (Path part : List.of(old, note, proof)) {
            refusesFlips(part, () -> checker.run("consistency", key, old, note, proof));
        }
    }

    private void cosigns(Path note, String first, String second, String address) throws Exception {
        long now = Clock.system().millis() / 1_000;
        Path stale = witnessed("w.example/1", "one", note, now - 90_000);
        Said refused = home.verb("log", "cosign", NodeHome.text(stale));
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("stale");
        Path one = witnessed("w.example/1", "one", note, now);
        String wrong = NodeHome.text(one).replaceFirst("(w\\.example/1 .{40}).", "$1_");
        assertThat(home.verb("log", "cosign", wrong).code()).isNotZero();
        assertThat(home.verb("log", "cosign", NodeHome.text(witnessed("w.example/1", "other", note, now)))
                        .err())
                .contains("no trusted witness");
        Said half = home.verb("log", "cosign", NodeHome.text(one).stripTrailing());
        assertThat(half.out()).as(half.all()).contains("no checkpoint has a quorum yet", "1 so far");
        assertThat(get(address + "/cosigned").statusCode()).isEqualTo(404);
        Said both = home.verb("log", "cosign", NodeHome.text(witnessed("w.example/2", "two", one, now)));
        assertThat(both.out()).as(both.all()).contains("witnessed: the first " + size(note) + " entries");
        Path cosigned = folder.resolve("cosigned");
        Files.writeString(cosigned, get(address + "/cosigned").body());
        for (String witness : List.of(first, second)) {
            assertThat(checker.run("cosigned", key, witness, cosigned).out()).startsWith("accepted w.example/");
        }
        assertThat(checker.run("cosigned", key, first.replace("w.example/1", "w.example/2"), cosigned)
                        .code())
                .isNotZero();
    }

    private Path witnessed(String name, String seed, Path note, long seconds) throws Exception {
        Said signed = checker.run("cosign", name, seed, key, note, seconds);
        assertThat(signed.code()).as(signed.all()).isZero();
        return Files.writeString(Files.createTempFile(folder, "witnessed", ".txt"), signed.out());
    }

    /** A check that runs over files as they are. */
    private interface Check {
        Said run() throws IOException, InterruptedException;
    }

    private static void refusesFlips(Path file, Check check) throws Exception {
        byte[] good = Files.readAllBytes(file);
        int step = Math.max(1, good.length / FLIPS);
        for (int at = 0; at < good.length; at += step) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            assertThat(check.run().code()).as("byte %d of %s flipped", at, file).isNotZero();
        }
        Files.write(file, good);
        Said said = check.run();
        assertThat(said.code()).as(said.all()).isZero();
    }

    private Said python(Path export, Path... proof) throws IOException, InterruptedException {
        Path script = export.resolve("check.py");
        if (proof.length == 0) {
            return LogChecker.said(new ProcessBuilder("python3", script.toString()));
        }
        Path copy = folder.resolve("check.py");
        try (var in = LedgerFile.class.getResourceAsStream("check.py")) {
            Files.write(copy, java.util.Objects.requireNonNull(in).readAllBytes());
        }
        return LogChecker.said(new ProcessBuilder("python3", copy.toString(), proof[0].toString(), key.toString()));
    }

    private static String size(Path note) {
        return NodeHome.text(note).lines().skip(1).findFirst().orElseThrow();
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address)).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
