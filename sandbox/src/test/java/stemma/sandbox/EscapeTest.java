package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shows that a box is shut besides the attempts that {@code stemma sandbox test} makes. */
class EscapeTest {
    @TempDir
    Path temp;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        Tools.need("perl", "unshare");
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        rig = new Rig(temp);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    /** A tool that probes whether it can confine itself does without when it is refused; killed, it would break. */
    @Test
    void namespacesAreRefusedAndNotKilledFor() throws Exception {
        assertThat(rig.sh("unshare --user true").code()).isEqualTo(1);
    }

    @Test
    void theSystemIsReadOnlyAndItsSwitchesShut() throws Exception {
        Rig.Ran ran = rig.sh("for f in /usr/x /etc/x /x /dev/x; do (: > $f) 2>&1; done");
        assertThat(ran.out().lines().filter(line -> line.contains("Read-only file system")))
                .hasSize(4);
        Rig.Ran pattern = rig.run(BoxSpec.of(
                rig.project,
                "perl",
                "-e",
                "print open(F, \"+<\", \"/proc/sys/kernel/core_pattern\") ? \"open\" : \"shut\""));
        assertThat(pattern.out()).isEqualTo("shut");
        assertThat(rig.sh("test -r /etc/shadow && echo open").out()).isEmpty();
    }

    @Test
    void aDescriptorFromTheNodeDoesNotLeak() throws Exception {
        String own = "pipe:\\[\\d+]|anon_inode:\\[eventfd]";
        assertThat(rig.sh("for f in /proc/1/fd/* /proc/$$/fd/*; do readlink $f; done")
                        .out()
                        .lines())
                .hasSizeGreaterThanOrEqualTo(6)
                .allMatch(target -> target.matches(own));
    }
}
