package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActRefused;
import stemma.sandbox.linux.Landlock;

/** The box of a machine that refuses namespaces: what it holds, and that it is never taken unasked. */
class BasicBoxTest {
    @TempDir
    Path temp;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        Tools.need("perl");
        Assumptions.assumeTrue(Landlock.usable(), "skipped: this kernel's Landlock is too old, or switched off");
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        rig = new Rig(temp, config -> config.withFloor(Strength.BASIC).withoutNamespaces());
    }

    @AfterEach
    void close() throws Exception {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void aCommandWorksOnACopyAndItsWritesBecomeADiff() throws Exception {
        Files.writeString(rig.project.resolve("given"), "given\n");
        Files.createDirectory(rig.project.resolve("sub"));
        Rig.Ran ran = rig.sh("cat given; echo new > made; echo changed >> given; echo warn >&2; exit 7");
        assertThat(ran.out()).isEqualTo("given\n");
        assertThat(ran.err()).isEqualTo("warn\n");
        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.box().viewKind()).isEqualTo(ViewKind.BASIC_COPY);
        assertThat(ran.box().notes()).anyMatch(note -> note.contains("a basic box, on a copy"));
        assertThat(Files.readString(rig.project.resolve("given"))).isEqualTo("given\n");
        assertThat(ran.box().changes().diff().changes())
                .extracting(Change::path)
                .containsExactlyInAnyOrder(Path.of("given"), Path.of("made"));
        assertThat(rig.sh("no-such-command").code()).isEqualTo(127);
        assertThat(rig.sh("kill -TERM $$").code()).isEqualTo(128 + 15);
    }

    @Test
    void filesOutsideAreShut() throws Exception {
        Path secret = Files.writeString(temp.resolve("secret"), "a lure");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw-rw-"));
        Rig.Ran ran = rig.sh(
                "s=" + secret + "; cat $s; (echo x > $s); ls " + temp + "; cat /proc/self/environ; ls /root"
                        + " /home; (echo x > /usr/x); (echo x > /etc/x); (echo x > /tmp/x); ln $s a; ln -s $s l && cat l");
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).hasSizeGreaterThanOrEqualTo(9);
        assertThat(secret).hasContent("a lure");
        assertThat(Outside.run(List.of("cat", secret.toString())))
                .as("outside it opens")
                .contains("a lure");
        assertThat(rig.sh("cat /etc/hostname && ls /usr/bin/env && echo x > $TMPDIR/x && echo x > ~/x && : > /dev/null")
                        .code())
                .as("what it needs is open")
                .isZero();
    }

    @Test
    void noSocketNoSignalAndNoWayOutOfItsGroup() throws Exception {
        Process lure = new ProcessBuilder(Outside.asNobody(List.of("sleep", "600"))).start();
        try {
            String script = "use POSIX; use Socket; $r = '';"
                    + "for ([PF_INET, SOCK_STREAM], [PF_INET, SOCK_DGRAM], [PF_UNIX, SOCK_STREAM]) {"
                    + " $r .= socket(my $s, $_->[0], $_->[1], 0) ? 'open ' : 'shut ' }"
                    + "$r .= POSIX::setsid() > 0 ? 'open ' : 'shut ';"
                    + "$r .= setpgrp(0, 0) ? 'open ' : 'shut ';"
                    + "$r .= kill(0, " + lure.pid() + ") ? 'open ' : 'shut ';"
                    + "$r .= shmget(IPC_PRIVATE, 4096, 0600) ? 'open' : 'shut'; print $r";
            assertThat(rig.run(BoxSpec.of(rig.project, "perl", "-MIPC::SysV=IPC_PRIVATE", "-e", script))
                            .out())
                    .isEqualTo("shut shut shut shut shut shut shut");
            Process outside = new ProcessBuilder(Outside.asNobody(List.of(
                            "perl",
                            "-MIPC::SysV=IPC_PRIVATE",
                            "-e",
                            script.replace("shmget(IPC_PRIVATE, 4096, 0600)", "1"))))
                    .start();
            String said = new String(outside.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            outside.waitFor();
            assertThat(said)
                    .as("outside each succeeds")
                    .startsWith("open open open ")
                    .contains("open open");
        } finally {
            lure.destroyForcibly();
        }
    }

    @Test
    void nothingOutlivesIt() throws Exception {
        String marker = "sleep 9" + ProcessHandle.current().pid() + "77";
        Rig.Ran ran =
                rig.sh("(" + marker + " &) ; (trap '' TERM HUP; " + marker + ") & setsid " + marker + " & sleep 0.3");
        assertThat(ran.code()).isZero();
        assertThat(alive(marker)).isZero();
        RunningBox box = rig.start(BoxSpec.of(rig.project, "sh", "-c", marker + " & " + marker));
        long until = System.nanoTime() + 10_000_000_000L;
        while (alive(marker) < 2 && System.nanoTime() < until) {
            Thread.sleep(10);
        }
        assertThat(alive(marker)).isGreaterThanOrEqualTo(2);
        box.close();
        assertThat(alive(marker)).isZero();
        assertThat(box.await().cause()).isEqualTo(BoxExit.Cause.CLOSED);
    }

    private static long alive(String marker) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.endsWith(marker))
                        .isPresent())
                .count();
    }

    @Test
    void itsLimitsHoldFromTheFirstMomentAndItsTimeRunsOut() throws Exception {
        BoxLimits limits = BoxLimits.standard().withFileBytesMax(1 << 20).withWallMillis(60_000);
        Rig.Ran ran = rig.run(
                BoxSpec.of(rig.project, "sh", "-c", "ulimit -f; ulimit -c").withLimits(limits));
        assertThat(ran.out()).isEqualTo("2048\n0\n");
        Rig.Ran late = rig.run(BoxSpec.of(rig.project, "sleep", "60").withLimits(limits.withWallMillis(300)));
        assertThat(late.exit().cause()).isEqualTo(BoxExit.Cause.TIMED_OUT);
    }

    @Test
    void onlyGrantedVariablesAreThereAndTheUserIsNotRoot() throws Exception {
        BoxSpec spec = BoxSpec.of(rig.project, "sh", "-c", "env | sort; id -u; grep x /dev/null; ls /proc/1 2>&1")
                .withEnvironment(Map.of("GRANTED", "yes"));
        Rig.Ran ran = rig.run(spec);
        assertThat(ran.out())
                .contains("GRANTED=yes\n", "TMPDIR=", "ermission denied")
                .doesNotContain("JAVA_HOME=/x");
        assertThat(ran.out().lines()).doesNotContain("0");
    }

    @Test
    void aHostCannotBeGranted() {
        BoxSpec spec = BoxSpec.of(rig.project, "true").withNetHosts(List.of(HostPort.parse("example.org")));
        assertThatThrownBy(() -> rig.start(spec))
                .isInstanceOf(ActRefused.class)
                .hasMessageContaining("a basic box has no way to a host");
    }

    @Test
    void itIsTakenOnlyWhereTheFloorAllowsIt() throws Exception {
        assertThat(rig.boxes.explain(BoxSpec.of(rig.project, "true")).strength())
                .isEqualTo(Strength.BASIC);
        rig.close();
        rig = new Rig(Files.createDirectories(temp.resolve("firm")), SandboxConfig::withoutNamespaces);
        BoxSpec spec = BoxSpec.of(rig.project, "touch", "ran");
        assertThatThrownBy(() -> rig.start(spec))
                .isInstanceOf(ActRefused.class)
                .hasMessageContaining("required strength, firm")
                .hasMessageContaining("stemma doctor");
        BoxExplanation explained = rig.boxes.explain(spec);
        assertThat(explained.strength()).isEqualTo(Strength.NONE);
        assertThat(explained.notes()).anyMatch(note -> note.contains("nothing would run: the floor is firm"));
        SandboxProbe probe = rig.perform(Boxes.probing(), permit -> rig.boxes.probe(permit, "probe"));
        assertThat(probe.strength()).isEqualTo(Strength.NONE);
        rig.close();
        rig = new Rig(Files.createDirectories(temp.resolve("basic")), config -> config.withFloor(Strength.BASIC));
        assertThat(rig.run(BoxSpec.of(rig.project, "true")).box().viewKind())
                .as("where there is better, better is taken")
                .isNotEqualTo(ViewKind.BASIC_COPY);
    }
}
