package stemma.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Verdict;
import stemma.sandbox.Boxes;
import stemma.sandbox.SandboxConfig;

/** Commands in real boxes, through the toolbox and the gate. */
final class BoxCommandsTest {
    @TempDir
    Path temporary;

    private Boxes boxes;
    private ToolsRig rig;
    private boolean opened;

    @BeforeEach
    void open() throws IOException {
        requireBwrap();
        Path real = temporary.toRealPath();
        Path home = Files.createDirectory(real.resolve("home"));
        Path folder = Files.createDirectory(real.resolve("project"));
        boxes = Boxes.open(SandboxConfig.standard(real.resolve("node/boxes"), home, System.getenv()));
        rig = new ToolsRig(folder, act -> new Verdict.Allow("test"), new BoxCommands(boxes, home, input -> {}));
        opened = true;
    }

    @AfterEach
    void close() throws IOException {
        if (opened) {
            rig.close();
            boxes.close();
        }
    }

    @Test
    void aCommandSeesTheFolderAndLeavesItAsItWas() throws IOException {
        rig.file("in.txt", "given");
        ExecOutput out = rig.toolbox
                .exec(ExecInput.of(rig.folder, "sh", "-c", "cat in.txt; echo oops >&2; echo x > new.txt; exit 3"))
                .orThrow();
        assertThat(out.exitCode()).isEqualTo(3);
        assertThat(out.stdout()).isEqualTo("given");
        assertThat(out.stderr()).isEqualTo("oops\n");
        assertThat(out.changed()).containsExactly("new.txt");
        assertThat(out.timedOut()).isFalse();
        assertThat(rig.folder.resolve("new.txt")).doesNotExist();
    }

    @Test
    void aCommandEndsWhenItsTimeIsUp() {
        ExecOutput out = rig.toolbox
                .exec(ExecInput.of(rig.folder, "sh", "-c", "echo begun; sleep 600")
                        .within(1_500))
                .orThrow();
        assertThat(out.timedOut()).isTrue();
        assertThat(out.stdout()).isEqualTo("begun\n");
    }

    @Test
    void muchOutputKeepsItsEnds() {
        ExecOutput out = rig.toolbox
                .exec(ExecInput.of(rig.folder, "sh", "-c", "echo first; seq 1 200000; echo last"))
                .orThrow();
        assertThat(out.stdout())
                .startsWith("first\n1\n")
                .endsWith("200000\nlast\n")
                .contains("bytes dropped]");
        assertThat(out.stdout().length()).isLessThan(BoxCommands.OUTPUT_BYTES_MAX + 100);
    }

    @Test
    void gitAnswersAndRunsNothingTheRepositoryNames() throws IOException {
        rig.file("a.txt", "one\n");
        ExecOutput made = rig.toolbox
                .exec(ExecInput.of(rig.folder, "sh", "-c", "git --version"))
                .orThrow();
        Assumptions.assumeTrue(made.exitCode() == 0, "git is missing");
        hostileRepository();
        ExecOutput plain = rig.toolbox
                .exec(ExecInput.of(rig.folder, "git", "-c", "safe.directory=*", "status"))
                .orThrow();
        assertThat(plain.changed())
                .as("git on its own runs what the repository names")
                .contains("ran");
        ExecOutput status = rig.toolbox.git(List.of("status", "--short")).orThrow();
        assertThat(status.exitCode()).as(status.stderr()).isZero();
        assertThat(status.stdout()).contains("?? a.txt");
        ExecOutput log = rig.toolbox.git(List.of("log", "--oneline")).orThrow();
        assertThat(log.stderr()).contains("does not have any commits yet");
        assertThat(status.changed()).doesNotContain("ran");
        assertThat(log.changed()).doesNotContain("ran");
    }

    private void hostileRepository() throws IOException {
        rig.file(".git/HEAD", "ref: refs/heads/main\n");
        Files.createDirectories(rig.folder.resolve(".git/objects"));
        Files.createDirectories(rig.folder.resolve(".git/refs"));
        rig.file("evil.sh", "#!/bin/sh\ntouch \"$(dirname \"$0\")/ran\"\n");
        Files.setPosixFilePermissions(rig.folder.resolve("evil.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        String evil = rig.folder.resolve("evil.sh").toString();
        rig.file(".git/config", """
                [core]
                \trepositoryformatversion = 0
                \tfsmonitor = %s
                \tpager = %s
                \thooksPath = %s
                [diff]
                \texternal = %s
                [gpg]
                \tprogram = %s
                [log]
                \tshowSignature = true
                """.formatted(evil, evil, rig.folder, evil, evil));
    }

    private static void requireBwrap() {
        boolean there = Files.isExecutable(Path.of("/usr/bin/bwrap"));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("bwrap is missing, and CI=true: install bubblewrap");
        }
        if (!there) {
            System.err.println("SKIPPED: bwrap is missing, so commands are not tried in real boxes");
        }
        Assumptions.assumeTrue(there, "bwrap is missing");
    }
}
