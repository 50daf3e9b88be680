package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActRefused;
import stemma.core.Effect;
import stemma.sandbox.linux.ProcessTree;

/** Starting, ending and bounding commands. */
class BoxRunTest {
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

    @Test
    void exitCodesPassThrough() throws Exception {
        assertThat(rig.sh("exit 0").code()).isZero();
        assertThat(rig.sh("exit 42").code()).isEqualTo(42);
        assertThat(rig.run(BoxSpec.of(rig.project, "no-such-command")).code()).isEqualTo(127);
        assertThat(rig.run(BoxSpec.of(rig.project, "/etc/passwd")).code()).isEqualTo(126);
    }

    @Test
    void aKilledCommandGivesItsSignal() throws Exception {
        BoxExit exit = rig.sh("kill -9 $$").exit();
        assertThat(exit.exitCode()).isEqualTo(137);
        assertThat(exit.signal()).hasValue(9);
        assertThat(exit.cause()).isEqualTo(BoxExit.Cause.EXITED);
    }

    @Test
    void pipesAndTextPassThrough() throws Exception {
        RunningBox box = rig.start(BoxSpec.of(rig.project, "sh", "-c", "cat; echo to-err >&2"));
        try (box) {
            box.stdin().write("grüße 世界".getBytes(StandardCharsets.UTF_8));
            box.stdin().close();
            assertThat(new String(box.stdout().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("grüße 世界");
            assertThat(new String(box.stderr().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("to-err\n");
        }
    }

    @Test
    void aSignalReachesTheCommandsOwnHandler() throws Exception {
        RunningBox box = rig.start(BoxSpec.of(
                rig.project, "sh", "-c", "trap 'echo caught; exit 42' TERM; echo ready; while :; do sleep 0.05; done"));
        try (box) {
            BufferedReader out = new BufferedReader(new InputStreamReader(box.stdout(), StandardCharsets.UTF_8));
            assertThat(out.readLine()).isEqualTo("ready");
            assertThat(box.signal(15)).isTrue();
            assertThat(out.readLine()).isEqualTo("caught");
            assertThat(box.await().exitCode()).isEqualTo(42);
        }
        assertThat(box.signal(15)).as("an ended box takes no signal").isFalse();
    }

    @Test
    void nothingSurvivesClosing() throws Exception {
        RunningBox box = rig.start(BoxSpec.of(
                rig.project, "sh", "-c", "(setsid sleep 1000 &) ; sleep 1000 & echo up; trap '' TERM INT; wait"));
        BufferedReader out = new BufferedReader(new InputStreamReader(box.stdout(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("up");
        List<Long> below = ProcessTree.below(box.pid());
        assertThat(below).hasSizeGreaterThanOrEqualTo(3);
        box.close();
        assertThat(below).noneMatch(ProcessTree::alive);
        assertThat(ProcessTree.alive(box.pid())).isFalse();
        assertThat(box.await().cause()).isEqualTo(BoxExit.Cause.CLOSED);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(temp.toString());
    }

    @Test
    void theTimeIsUp() throws Exception {
        BoxLimits limits = BoxLimits.standard().withWallMillis(300);
        Rig.Ran ran = rig.run(BoxSpec.of(rig.project, "sleep", "1000").withLimits(limits));
        assertThat(ran.exit().cause()).isEqualTo(BoxExit.Cause.TIMED_OUT);
        assertThat(ProcessTree.alive(ran.box().pid())).isFalse();
        Rig.Ran intime = rig.run(BoxSpec.of(rig.project, "true").withLimits(limits.withWallMillis(60_000)));
        assertThat(intime.exit().cause()).isEqualTo(BoxExit.Cause.EXITED);
    }

    @Test
    void outputIsCutAtItsLimitAndTheCommandEndsAsItWould() throws Exception {
        BoxLimits limits = BoxLimits.standard().withOutputBytesMax(10);
        Rig.Ran exact = rig.run(BoxSpec.of(rig.project, "printf", "0123456789").withLimits(limits));
        assertThat(exact.out()).hasSize(10);
        assertThat(exact.box().outputCut()).isFalse();
        Rig.Ran past = rig.run(BoxSpec.of(rig.project, "printf", "0123456789x").withLimits(limits));
        assertThat(past.out()).isEqualTo("0123456789");
        assertThat(past.box().outputCut()).isTrue();
        Rig.Ran flood = rig.run(BoxSpec.of(rig.project, "sh", "-c", "head -c 3000000 /dev/zero; exit 5")
                .withLimits(limits));
        assertThat(flood.code()).isEqualTo(5);
    }

    @Test
    void nothingIsInheritedAndGrantsStayWithTheCommand() throws Exception {
        BoxSpec spec = BoxSpec.of(
                        rig.project,
                        "sh",
                        "-c",
                        "env; echo ==; for f in /proc/[0-9]*/environ; do tr '\\0' '\\n' <$f; done")
                .withEnvironment(Map.of("GRANTED", "only-for-me"));
        String[] halves = rig.run(spec).out().split("==\n");
        assertThat(halves[0]).contains("GRANTED=only-for-me", "LC_ALL=C.UTF-8", "HOME=" + rig.home);
        List<String> names =
                halves[0].lines().map(line -> line.split("=", 2)[0]).toList();
        assertThat(names)
                .isSubsetOf(
                        "GRANTED",
                        "PATH",
                        "HOME",
                        "USER",
                        "LOGNAME",
                        "SHELL",
                        "TMPDIR",
                        "LANG",
                        "LC_ALL",
                        "PWD",
                        "OLDPWD",
                        "JAVA_HOME");
        Rig.Ran others =
                rig.run(spec.withEnvironment(Map.of("SECRET", "s3cr3t")).withView(FolderView.READ_ONLY));
        assertThat(others.out()).contains("s3cr3t");
        Rig.Ran init = rig.run(BoxSpec.of(rig.project, "sh", "-c", "tr '\\0' '\\n' </proc/1/environ")
                .withEnvironment(Map.of("SECRET", "s3cr3t")));
        assertThat(init.out()).contains("PATH=").doesNotContain("s3cr3t");
    }

    @Test
    void theCommandIsNobodyInParticular() throws Exception {
        Rig.Ran ran = rig.sh(
                "id -u; whoami; grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status; ls /proc/self/fd");
        assertThat(ran.out().lines().findFirst().orElseThrow()).isNotEqualTo("0");
        assertThat(ran.out()).contains("agent\n", "CapEff:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2");
        assertThat(ran.out()).endsWith("0\n1\n2\n3\n");
    }

    @Test
    void aForkBombIsBounded() throws Exception {
        BoxLimits limits = BoxLimits.standard().withProcessesMax(40).withWallMillis(60_000);
        String bomb = "i=0; while [ $i -lt 100 ]; do sleep 100 & i=$((i+1)); done 2>/dev/null; echo all $i";
        Rig.Ran bounded = rig.run(BoxSpec.of(rig.project, "sh", "-c", bomb).withLimits(limits));
        assertThat(bounded.out()).doesNotContain("all 100");
        Rig.Ran roomy = rig.run(BoxSpec.of(rig.project, "sh", "-c", bomb).withLimits(limits.withProcessesMax(400)));
        assertThat(roomy.out()).contains("all 100");
    }

    @Test
    void memoryAndFilesAreBounded() throws Exception {
        BoxLimits small = BoxLimits.standard().withMemoryBytes(64 << 20).withFileBytesMax(1 << 20);
        String eat = "my $x = 'a' x (200 << 20); print length $x";
        assertThat(rig.run(BoxSpec.of(rig.project, "perl", "-e", eat).withLimits(small))
                        .code())
                .isNotZero();
        assertThat(rig.run(BoxSpec.of(rig.project, "perl", "-e", eat)).out()).isEqualTo("209715200");
        assertThat(rig.run(BoxSpec.of(rig.project, "sh", "-c", "head -c 2000000 /dev/zero > big")
                                .withLimits(small))
                        .code())
                .isNotZero();
        assertThat(rig.run(BoxSpec.of(rig.project, "sh", "-c", "head -c 1000000 /dev/zero > big")
                                .withLimits(small))
                        .code())
                .isZero();
    }

    @Test
    void aReadOnlyFolderIsReadOnly() throws Exception {
        Files.writeString(rig.project.resolve("a"), "text");
        Rig.Ran ran = rig.run(BoxSpec.of(rig.project, "sh", "-c", "cat a; echo x > a || echo refused")
                .withView(FolderView.READ_ONLY));
        assertThat(ran.out()).isEqualTo("textrefused\n");
        assertThat(ran.box().viewKind()).isEqualTo(ViewKind.READ_ONLY);
        assertThat(ran.box().changes().diff().changes()).isEmpty();
    }

    @Test
    void aPermitForAnotherCommandStartsNothing() throws Exception {
        BoxSpec spec = BoxSpec.of(rig.project, "touch", "made");
        Effect other = BoxSpec.of(rig.project, "true").effect(BoxSpec.EXEC_OP);
        assertThatThrownBy(() -> rig.perform(other, permit -> rig.boxes.start(permit, "x", spec, e -> {})))
                .isInstanceOf(ActRefused.class);
        try (Stream<Path> left = Files.list(rig.home.resolveSibling("node").resolve("boxes"))) {
            assertThat(left).map(folder -> folder.getFileName().toString()).containsOnly(BoxKit.NAME);
        }
    }

    @Test
    void homesAreNotProjects() throws Exception {
        assertThatThrownBy(() -> rig.boxes.resolve(BoxSpec.of(rig.home, "true")))
                .isInstanceOf(BoxRefused.class)
                .hasMessageContaining("home");
        assertThatThrownBy(() -> rig.boxes.resolve(BoxSpec.of(temp.toRealPath().resolve("node"), "true")))
                .isInstanceOf(BoxRefused.class)
                .hasMessageContaining("node's home");
        assertThatThrownBy(() -> rig.boxes.resolve(BoxSpec.of(temp.resolve("absent"), "true")))
                .isInstanceOf(BoxRefused.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void silentCommandsHoldUpNoVirtualThread() throws Exception {
        int more = Runtime.getRuntime().availableProcessors() + 1;
        List<RunningBox> silent = new ArrayList<>();
        List<Thread> readers = new ArrayList<>();
        try {
            for (int i = 0; i < more; i++) {
                RunningBox box = rig.start(BoxSpec.of(rig.project, "sleep", "600"));
                silent.add(box);
                CountDownLatch begun = new CountDownLatch(1);
                readers.add(Thread.startVirtualThread(() -> {
                    begun.countDown();
                    assertThatCode(() -> box.stdout().read()).doesNotThrowAnyException();
                }));
                begun.await();
            }
            Thread other = Thread.startVirtualThread(() -> {});
            assertThat(other.join(Duration.ofSeconds(60))).isTrue();
        } finally {
            silent.forEach(RunningBox::close);
        }
        for (Thread reader : readers) {
            assertThat(reader.join(Duration.ofSeconds(60))).isTrue();
        }
    }
}
