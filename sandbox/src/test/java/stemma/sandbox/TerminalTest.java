package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a terminal. */
class TerminalTest {
    @TempDir
    Path temp;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(temp);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private BoxSpec onTerminal(String script) {
        return BoxSpec.of(rig.project, "sh", "-c", script).withTerminal(new WindowSize(91, 37));
    }

    @Test
    void theCommandHasItsControllingTerminal() throws Exception {
        Rig.Ran ran = rig.run(onTerminal(
                "test -t 0 && test -t 1 && test -t 2 && echo tty; echo direct > /dev/tty; stty size; exit 3"));
        assertThat(ran.out()).isEqualTo("tty\r\ndirect\r\n37 91\r\n");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(rig.sh("test -t 1 || echo none").out())
                .as("without a terminal")
                .isEqualTo("none\n");
    }

    @Test
    void aNewSizeIsToldAndKeysInterrupt() throws Exception {
        RunningBox box = rig.start(onTerminal(
                "trap 'stty size' WINCH; trap 'echo int; exit 5' INT; echo up; while :; do sleep 0.05; done"));
        try (box) {
            BufferedReader screen = new BufferedReader(new InputStreamReader(box.stdout(), StandardCharsets.UTF_8));
            assertThat(screen.readLine()).isEqualTo("up");
            box.resize(new WindowSize(100, 40));
            assertThat(screen.readLine()).isEqualTo("40 100");
            box.stdin().write(3);
            assertThat(screen.readLine()).isEqualTo("^Cint");
            assertThat(box.await().exitCode()).isEqualTo(5);
        }
    }

    @Test
    void typedTextCannotBeForged() throws Exception {
        String probe = "perl -e 'my $c = \"x\"; print ioctl(STDIN, 0x5412, $c) ? \"open\" : \"refused: $!\"'";
        assertThat(rig.run(onTerminal(probe)).out()).startsWith("refused: Operation not permitted");
        String harmless = "perl -e 'my $size = \"x\" x 8; print ioctl(STDIN, 0x5413, $size) ? \"open\" : \"refused\"'";
        assertThat(rig.run(onTerminal(harmless)).out())
                .as("asking for the window's size is another request on the same terminal")
                .isEqualTo("open");
    }
}
