package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attempts to leave. Each probe prints "open" where it succeeds; it must succeed outside the box as an
 * unprivileged user,
 * or its failure inside would prove nothing. Probes open and look; none writes.
 */
class EscapeTest {
    @TempDir
    Path temp;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        Tools.need("perl", "setpriv", "unshare");
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        rig = new Rig(temp);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private void heldInside(String probe) throws Exception {
        assertThat(Outside.run(List.of("sh", "-c", probe)))
                .as("control: " + probe)
                .contains("open");
        assertThat(rig.sh(probe).out()).as(probe).doesNotContain("open");
    }

    private static String perl(String code) {
        return "perl -e '" + code + "'";
    }

    @Test
    void filesBesideTheFolderAreNotThere() throws Exception {
        Path secret = Files.writeString(temp.toRealPath().resolve("secret"), "secret");
        Path key = Files.writeString(
                Files.createDirectories(rig.home.resolve(".ssh")).resolve("id"), "key");
        Files.createSymbolicLink(rig.project.resolve("way"), secret);
        heldInside("test -r " + secret + " && echo open");
        heldInside("test -r " + key + " && echo open");
        heldInside("test -r " + rig.project + "/way && echo open");
        heldInside("test -r " + rig.project + "/../secret && echo open");
        heldInside("test -e /var/lib && echo open");
        heldInside("test -e /sys/kernel && echo open");
    }

    @Test
    void theHostsProcessesAreNotThere() throws Exception {
        Process sleeper = new ProcessBuilder(Outside.asNobody(List.of("sleep", "1000"))).start();
        try {
            heldInside("test -d /proc/" + sleeper.pid() + " && echo open");
            heldInside("kill -0 " + sleeper.pid() + " && echo open");
        } finally {
            sleeper.destroyForcibly().waitFor();
        }
    }

    @Test
    void theHostsSocketsAreNotThere() throws Exception {
        Path socket = temp.toRealPath().resolve("sock");
        try (ServerSocket tcp = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
            heldInside(perl("use Socket; socket(S, PF_INET, SOCK_STREAM, 0); print \"open\" if connect(S, sockaddr_in("
                    + tcp.getLocalPort() + ", INADDR_LOOPBACK))"));
            heldInside(
                    perl("use Socket; socket(S, PF_UNIX, SOCK_STREAM, 0); print \"open\" if connect(S, sockaddr_un(\""
                            + socket + "\"))"));
        }
    }

    @Test
    void namespacesAndTracingAreRefused() throws Exception {
        heldInside("unshare --user true && echo open");
        assertThat(rig.sh("unshare --user true").code())
                .as("refused, not killed")
                .isEqualTo(1);
        String trace = "my $r = syscall(101, 0, 0, 0, 0); print \"open\" if $r == 0";
        if ("amd64".equals(System.getProperty("os.arch"))) {
            heldInside(perl(trace));
            assertThat(rig.run(BoxSpec.of(rig.project, "perl", "-e", trace))
                            .exit()
                            .signal())
                    .hasValue(31);
            heldInside(perl("syscall(425, 1, 0); print \"open\" if $! != 38"));
        }
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
