package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person types, and the folders they point at: one sentence, the right exit code, nothing lost. */
@TestInstance(Lifecycle.PER_CLASS)
final class BadInputTest {
    private static final int USAGE = 64;
    private static final int NOT_FOUND = 66;
    private static final long BIG_BYTES = 2L << 30;

    private Path folder;
    private NodeHome home;
    private NodeProcess node;

    @BeforeAll
    void makeHome(@TempDir Path temp) throws Exception {
        folder = temp.toRealPath();
        home = NodeHome.in(folder);
        node = home.up();
    }

    @AfterAll
    void nothingIsLost() throws Exception {
        node.close();
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isZero();
        assertThat(verified.out()).startsWith("sound");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            frobnicate            | 64 | 'frobnicate' is not a verb of stemma
            log tail --nope       | 64 | stemma log tail has no option --nope
            log tial              | 64 | 'tial' is not a verb of stemma log
            log tail 5 6          | 64 | takes no further word
            log tail many         | 64 | count is a whole number, not 'many'
            run --wall-seconds x -- true | 64 | --wall-seconds is a whole number
            log tail 0            | 64 | count is 1 to 1000, not 0
            log tail 1001         | 64 | count is 1 to 1000, not 1001
            log show              | 64 | index is missing
            log show 99999        | 66 | there is no entry 99999
            log show -1           | 66 | there is no entry -1
            act show 99.99        | 66 | 99.99
            act show what         | 64 | what
            apply 99.1            | 66 | there is no run 99.1
            approve 99.1          | 66 | 99.1
            run                   | 64 | needs COMMAND
            run --dir /none -- ls | 66 | there is no folder /none
            run --env NONE -- ls  | 64 | you have no such variable
            run --net ?? -- ls    | 64 | ??
            run --wall-seconds x -- ls | 64 | wall-seconds
            run --wall-seconds 0 -- ls | 64 | --wall-seconds is 1 or more, not 0
            run --env A=b -- ls   | 64 | --env A=b: it takes a name alone
            run --dir             | 64 | --dir needs PATH
            run --dir /proc -- ls | 64 | /proc holds the kernel's own entries
            run --dir /sys -- ls  | 64 | /sys holds the kernel's own entries
            run --dir /dev -- ls  | 64 | /dev holds the kernel's own entries
            policy explain fs.wirte x | 64 | no op is named 'fs.wirte'; did you mean fs.write?
            up now                | 64 | now
            """)
    void wordsThatMeanNothing(String typed, int code, String sentence) throws Exception {
        Said said = home.verb(typed.split(" "));
        refused(said, code, sentence);
    }

    @Test
    void aFileWhereAFolderIsMeant() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        refused(home.verb("run", "--dir", file.toString(), "--", "true"), NOT_FOUND, "there is no folder " + file);
    }

    @Test
    void theHomeItselfIsNoFolderToWorkOn() throws Exception {
        Said said = home.verb("run", "--dir", home.home().toString(), "--", "true");
        refused(said, USAGE, home.home().toString());
    }

    @Test
    void aFolderBehindALinkIsTheFolder() throws Exception {
        Path real = Files.createDirectories(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Said said = home.verb("run", "--dir", link.toString(), "--", "sh", "-c", "echo in > made");
        assertThat(said.code()).as(said.all()).isZero();
        assertThat(real.resolve("made")).doesNotExist();
        Said applied = home.verb("apply", run(said));
        assertThat(applied.code()).as(applied.all()).isZero();
        assertThat(real.resolve("made")).hasContent("in");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void namesThatAreNotUtf8KeepTheirBytes() throws Exception {
        Path work = Files.createDirectories(folder.resolve("names"));
        Said said = home.verb(
                "run",
                "--dir",
                work.toString(),
                "--",
                "sh",
                "-c",
                "echo a > \"$(printf 'caf\\351')\"; echo b > 'gr\u00fcn'; echo c > \"$(printf 'two\\nlines')\"");
        assertThat(said.code()).as(said.all()).isZero();
        assertThat(said.err()).contains("3 changed").contains("gr\u00fcn");
        assertThat(said.sentences()).hasSize(2);
        Said applied = home.verb("apply", run(said));
        assertThat(applied.code()).as(applied.all()).isZero();
        assertThat(bytesOf("env", "LC_ALL=C", "ls", "--quoting-style=c", work.toString()))
                .isEqualTo("\"caf\\351\"\n\"gr\\303\\274n\"\n\"two\\nlines\"\n");
    }

    @Test
    void twoGigabytesAndBinaryFilesAreOnlyFiles() throws Exception {
        Path work = Files.createDirectories(folder.resolve("big"));
        try (RandomAccessFile big = new RandomAccessFile(work.resolve("sparse").toFile(), "rw")) {
            big.setLength(BIG_BYTES + 1);
        }
        byte[] noise = new byte[100_000];
        new Random(7).nextBytes(noise);
        Files.write(work.resolve("noise"), noise);
        Said said = home.verb(
                "run",
                "--dir",
                work.toString(),
                "--",
                "sh",
                "-c",
                "cat noise; cat noise noise > twice; rm noise; chmod 600 sparse");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).contains("twice").contains("noise");
        assertThat(Files.readAllBytes(work.resolve("noise"))).isEqualTo(noise);
        Said applied = home.verb("apply", run(said), "twice", "noise");
        assertThat(applied.code()).as(applied.all()).isZero();
        assertThat(work.resolve("noise")).doesNotExist();
        assertThat(Files.size(work.resolve("twice"))).isEqualTo(2L * noise.length);
        assertThat(Files.size(work.resolve("sparse"))).isEqualTo(BIG_BYTES + 1);
    }

    @Test
    void aVeryLongCommandLineRunsOrIsRefusedInOneSentence() throws Exception {
        String[] fits = command(1_000);
        Said said = home.verb(fits);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).hasSizeGreaterThan(100_000);
        Said huge = home.verb(command(15_000));
        if (huge.code() != 0) {
            assertThat(huge.sentences()).as(huge.err()).hasSize(1);
            assertThat(huge.code()).isIn(USAGE, 125);
        }
    }

    private String[] command(int words) {
        String[] typed = new String[words + 5];
        Arrays.fill(typed, "x".repeat(100));
        typed[0] = "run";
        typed[1] = "--dir";
        typed[2] = home.work().toString();
        typed[3] = "--";
        typed[4] = "echo";
        return typed;
    }

    @Test
    void aClosedInputIsAnEmptyOne() throws Exception {
        Process process = home.under("sh", "-c", "exec \"$@\" <&- ", "sh")
                .builder("run", "--dir", home.work().toString(), "--", "wc", "-c")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).startsWith("0\n");
    }

    @Test
    void aFullOutputIsSaid() throws Exception {
        Said said = home.under("sh", "-c", "exec \"$@\" >/dev/full", "sh").verb("log", "tail");
        assertThat(said.code()).as(said.all()).isEqualTo(69);
        assertThat(said.sentences()).as(said.err()).hasSize(1);
        assertThat(said.err()).contains("No space left on device");
    }

    @Test
    void aClosedOutputIsSaid() throws Exception {
        Said said = home.under("sh", "-c", "exec \"$@\" >&-", "sh").verb("log", "tail");
        refused(said, 69, "the standard output cannot be written: Bad file descriptor");
    }

    @Test
    void aReaderThatWentAwayNeedsNoWords() throws Exception {
        Said said = home.under("sh", "-c", "{ sleep 1; \"$@\"; echo \"ended $?\" >&2; } | true", "sh")
                .verb("log", "tail");
        assertThat(said.err()).contains("ended 141");
        assertThat(said.sentences()).as(said.err()).isEmpty();
    }

    @Test
    void pipesDevicesAndLoopsAreNoHindrance() throws Exception {
        Path work = Files.createDirectories(folder.resolve("odd"));
        Files.createSymbolicLink(work.resolve("self"), Path.of("self"));
        Files.createSymbolicLink(work.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(work.resolve("out"), Path.of("/etc/passwd"));
        assertThat(bytesOf("mkfifo", work.resolve("pipe").toString())).isEmpty();
        Said said = home.verb(
                "run", "--dir", work.toString(), "--", "sh", "-c", "rm pipe self; echo made > made; mkfifo other");
        assertThat(said.code()).as(said.all()).isZero();
        assertThat(said.err()).contains("other  [special]");
        Said applied = home.verb("apply", run(said));
        assertThat(applied.code()).as(applied.all()).isEqualTo(1);
        assertThat(applied.out()).contains("refused pipe: pipes, sockets and devices are neither made nor removed");
        assertThat(applied.out()).contains("refused other: pipes, sockets and devices are neither made nor removed");
        assertThat(work.resolve("pipe")).exists();
        assertThat(work.resolve("made")).hasContent("made");
        Said undone = home.verb("undo", run(said));
        assertThat(undone.code()).as(undone.all()).isZero();
        assertThat(work.resolve("self")).isSymbolicLink();
        assertThat(work.resolve("made")).doesNotExist();
    }

    @Test
    void aPathTooLongForTheKernelIsNamedByItsEnd() throws Exception {
        Path work = Files.createDirectories(folder.resolve("deep"));
        String deep = "for (1..60) { mkdir '0' x 100; chdir '0' x 100 or die }";
        assertThat(ended(work, "perl", "-e", deep)).isZero();
        try {
            Said said = home.verb("run", "--dir", work.toString(), "--", "true");
            assertThat(said.sentences()).hasSize(1);
            assertThat(said.err()).hasSizeLessThan(1_000);
            if (said.code() != 0) {
                assertThat(said.code()).isEqualTo(125);
                assertThat(said.err()).contains("File name too long");
            }
        } finally {
            assertThat(ended(folder, "rm", "-rf", "deep")).isZero();
        }
    }

    private static int ended(Path in, String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).directory(in.toFile()).start().waitFor();
    }

    @Test
    void aSmallTerminalWithoutANameIsAskedNothing() throws Exception {
        Needs.tool("script", "what a verb writes to a terminal is not seen");
        String onTerminal = """
                for word; do typed="$typed '$word'"; done
                export typed
                exec script -qec 'stty cols 20 rows 5; unset TERM; eval "$typed"' /dev/null
                """;
        Said said = home.under("sh", "-c", onTerminal, "sh").verb("status");
        assertThat(said.code()).as(said.all()).isZero();
        assertThat(said.out()).startsWith("node       ").doesNotContain("\u001b");
    }

    private static void refused(Said said, int code, String sentence) {
        assertThat(said.code()).as(said.all()).isEqualTo(code);
        assertThat(said.sentences()).as(said.all()).hasSize(1);
        assertThat(said.sentences().getFirst()).contains(sentence);
        assertThat(said.err()).doesNotContain("\tat ");
        assertThat(said.out()).isEmpty();
    }

    private static String run(Said said) {
        return said.err().replaceFirst("(?s).*stemma: run (\\d+\\.\\d+):.*", "$1");
    }

    private static String bytesOf(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
