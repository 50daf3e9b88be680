package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packages that Go's own module mirror is checked with accept this node's checkpoint and proof.
 * They were written by others, for another log, before this code was.
 */
final class ThirdPartyTest {
    private static final List<Path> GO_ROOTS = List.of(Path.of("/usr/lib"), Path.of("/usr/local"));
    private static final String SUMDB = "src/cmd/vendor/golang.org/x/mod/sumdb";

    /** Reads key and proof, both as the node prints them; says what it accepts and ends with 0, or with 1. */
    private static final String CHECKER = """
            package main

            import (
            \t"bytes"
            \t"encoding/base64"
            \t"fmt"
            \t"os"
            \t"strings"

            \t"checker/note"
            \t"checker/tlog"
            )

            func must(err error) {
            \tif err != nil {
            \t\tfmt.Println("refused:", err)
            \t\tos.Exit(1)
            \t}
            }

            func decoded(text string) []byte {
            \tbytes, err := base64.StdEncoding.DecodeString(text)
            \tmust(err)
            \treturn bytes
            }

            func main() {
            \tkey, err := os.ReadFile(os.Args[1])
            \tmust(err)
            \tproof, err := os.ReadFile(os.Args[2])
            \tmust(err)
            \tverifier, err := note.NewVerifier(strings.TrimSpace(string(key)))
            \tmust(err)
            \tparts := bytes.SplitN(proof, []byte("\\n\\n"), 2)
            \tsigned, err := note.Open(parts[1], note.VerifierList(verifier))
            \tmust(err)
            \tlines := strings.Split(signed.Text, "\\n")
            \tvar size, index int64
            \t_, err = fmt.Sscan(lines[1], &size)
            \tmust(err)
            \tvar root tlog.Hash
            \tcopy(root[:], decoded(lines[2]))
            \thead := strings.Split(string(parts[0]), "\\n")
            \tentry := decoded(strings.TrimPrefix(head[1], "extra "))
            \t_, err = fmt.Sscanf(head[2], "index %d", &index)
            \tmust(err)
            \tvar path tlog.RecordProof
            \tfor _, line := range head[3:] {
            \t\tvar hash tlog.Hash
            \t\tcopy(hash[:], decoded(line))
            \t\tpath = append(path, hash)
            \t}
            \tmust(tlog.CheckRecord(path, size, root, index, tlog.RecordHash(entry)))
            \tfmt.Println("accepted", index, "of", size)
            }
            """;

    @TempDir
    Path folder;

    @Test
    void goAcceptsEveryProofAndRefusesAFlippedByte(TestReporter reporter) throws Exception {
        Needs.tool("go", "no third party checks a proof");
        Path sumdb = sumdb();
        Path checker = build(sumdb);
        NodeHome home = NodeHome.in(folder.resolve("node"));
        assertThat(home.verb("run", "--", "echo", "begun").code()).isZero();
        Path key = folder.resolve("key");
        Path proof = folder.resolve("proof");
        int entries = Needs.deep() ? 4 : 2;
        try (NodeProcess node = home.up()) {
            assertThat(node.alive()).isTrue();
            for (int index = 0; index < entries; index++) {
                Said proved = home.verb("log", "prove", Integer.toString(index));
                assertThat(proved.code()).as(proved.all()).isZero();
                Files.writeString(proof, proved.out());
                Files.writeString(key, key(home));
                Said said = check(checker, key, proof);
                assertThat(said.out()).startsWith("accepted " + index + " of ");
                assertThat(said.code()).isZero();
            }
        }
        byte[] good = Files.readAllBytes(proof);
        int step = Needs.deep() ? 1 : 17;
        int refused = 0;
        for (int at = "c2sp.org/tlog-proof@v1\nextra ".length(); at < good.length; at += step) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(proof, bad);
            assertThat(check(checker, key, proof).code())
                    .as("byte " + at + " flipped")
                    .isNotZero();
            refused++;
        }
        Shown.all(reporter, "proofs-accepted", entries, "proofs");
        Shown.all(reporter, "flipped-proofs-refused", refused, "proofs");
    }

    private static String key(NodeHome home) throws IOException {
        try (Stream<Path> files = Files.walk(home.home().resolve("keys"))) {
            return files.filter(file -> file.toString().endsWith(".pub"))
                    .map(NodeHome::text)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the home has no public key"));
        }
    }

    private static Path sumdb() throws IOException {
        for (Path root : GO_ROOTS) {
            try (Stream<Path> folders = Files.list(root)) {
                for (Path go : folders.filter(f -> f.getFileName().toString().startsWith("go"))
                        .toList()) {
                    if (Files.isDirectory(go.resolve(SUMDB))) {
                        return go.resolve(SUMDB);
                    }
                }
            }
        }
        Needs.that(false, "the sources of Go are missing, so that no third party checks a proof");
        throw new AssertionError("unreachable");
    }

    /** Builds offline, from the packages as they are installed. */
    private Path build(Path sumdb) throws IOException, InterruptedException {
        Path source = Files.createDirectories(folder.resolve("checker"));
        for (String name : List.of("note", "tlog")) {
            Path to = Files.createDirectories(source.resolve(name));
            try (Stream<Path> files = Files.list(sumdb.resolve(name))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".go")).toList()) {
                    String text = NodeHome.text(file).replace("golang.org/x/crypto/ed25519", "crypto/ed25519");
                    Files.writeString(to.resolve(file.getFileName().toString()), text);
                }
            }
        }
        Files.writeString(source.resolve("go.mod"), "module checker\n");
        Files.writeString(source.resolve("main.go"), CHECKER);
        ProcessBuilder builder = new ProcessBuilder("go", "build", "-o", "checker.bin", ".").directory(source.toFile());
        builder.environment().put("GOPATH", folder.resolve("gopath").toString());
        builder.environment().put("GOCACHE", folder.resolve("gocache").toString());
        builder.environment().put("GOFLAGS", "-mod=mod");
        builder.environment().put("GOPROXY", "off");
        builder.environment().put("CGO_ENABLED", "0");
        Said built = said(builder);
        assertThat(built.code()).as(built.all()).isZero();
        return source.resolve("checker.bin");
    }

    private static Said check(Path checker, Path key, Path proof) throws IOException, InterruptedException {
        return said(new ProcessBuilder(checker.toString(), key.toString(), proof.toString()));
    }

    private static Said said(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out, "");
    }
}
