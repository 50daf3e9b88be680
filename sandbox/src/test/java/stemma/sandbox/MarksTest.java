package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ignored paths, live events, and what the machine can do. */
class MarksTest {
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
    void gitIgnoredPathsAreMarked() throws Exception {
        Tools.need("git");
        Rig.Ran init = rig.sh("git init -q . && printf 'target/\\n*.o\\n' > .gitignore");
        rig.applyAll(init.box().changes());
        Rig.Ran ran = rig.sh(
                "mkdir -p target/classes; echo x > target/classes/A; echo x > a.o; echo x > a.c; echo x > 'ö \n.o'");
        Diff diff = ran.box().changes().diff();
        Diff marked = rig.perform(rig.boxes.ignoring(diff), permit -> rig.boxes.withIgnored(permit, "git", diff));
        assertThat(marked.notes()).isEmpty();
        assertThat(marked.ignoredRoots()).isEqualTo(Set.of(Path.of("target"), Path.of("a.o"), Path.of("ö \n.o")));
        assertThat(marked.noticed()).extracting(Change::path).containsExactly(Path.of("a.c"));
    }

    @Test
    void everythingThatGitIgnoresIsKnown() throws Exception {
        Tools.need("git");
        Rig.Ran init = rig.sh("git init -q . && mkdir -p sub/deep && echo '*.tmp' > sub/.gitignore"
                + " && printf '!keep.tmp\\n/only-here\\n' > sub/deep/.gitignore && echo 'local/' >> .git/info/exclude"
                + " && echo x > sub/tracked.tmp && git add -f sub/tracked.tmp");
        assertThat(init.code()).as(init.err()).isZero();
        rig.applyAll(init.box().changes());
        String script = "for f in a.tmp sub/a.tmp sub/deep/a.tmp sub/deep/keep.tmp only-here sub/deep/only-here"
                + " local/x sub/local/y; do mkdir -p $(dirname $f); echo x > $f; done; echo y > sub/tracked.tmp";
        Diff diff = rig.sh(script).box().changes().diff();
        Diff marked = rig.perform(rig.boxes.ignoring(diff), permit -> rig.boxes.withIgnored(permit, "git", diff));
        assertThat(marked.noticed())
                .filteredOn(change -> change.kind() == FileKind.FILE)
                .extracting(change -> change.path().toString())
                .containsExactlyInAnyOrder("a.tmp", "only-here", "sub/deep/keep.tmp", "sub/tracked.tmp");
        rig.applyAll(rig.sh(script).box().changes());
        Rig.Ran status = rig.sh("git status --porcelain -uall");
        assertThat(status.out().lines().map(line -> line.substring(3)))
                .as("git says the same of what is not staged")
                .contains("a.tmp", "only-here", "sub/deep/keep.tmp", "sub/tracked.tmp")
                .doesNotContain("sub/a.tmp", "sub/deep/a.tmp", "sub/deep/only-here", "local/x", "sub/local/y");
    }

    @Test
    void withoutARepositoryItIsSaid() throws Exception {
        Diff diff = rig.sh("echo x > a").box().changes().diff();
        Diff marked = rig.perform(rig.boxes.ignoring(diff), permit -> rig.boxes.withIgnored(permit, "git", diff));
        assertThat(marked.notes()).anyMatch(note -> note.contains("not the top of a git repository"));
        assertThat(marked.noticed()).hasSize(1);
    }

    @Test
    void processesAndFilesAreSeenWhileItRuns() throws Exception {
        RunningBox box = rig.start(BoxSpec.of(rig.project, "sh", "-c", "echo x > seen; sleep 100"));
        try (box) {
            long until = System.nanoTime() + 20_000_000_000L;
            while (System.nanoTime() < until && !(sawFile() && sawSleep())) {
                Thread.sleep(20);
            }
        }
        assertThat(sawFile()).isTrue();
        assertThat(sawSleep()).isTrue();
    }

    private boolean sawFile() {
        return rig.events.contains(new BoxEvent.FileTouched(Path.of("seen")));
    }

    private boolean sawSleep() {
        return rig.events.stream()
                .anyMatch(e ->
                        e instanceof BoxEvent.ProcessSeen p && p.commandLine().equals("sleep 100"));
    }

    @Test
    void theProbeSaysWhatWorksAndWhy() throws Exception {
        SandboxProbe probe = rig.perform(Boxes.probing(), permit -> rig.boxes.probe(permit, "probe"));
        assertThat(probe.strength()).isGreaterThanOrEqualTo(Strength.FIRM);
        assertThat(probe.lines())
                .extracting(SandboxProbe.Line::name)
                .contains("bubblewrap", "overlay", "terminal", "a box");
        assertThat(probe.lines()).noneMatch(line -> line.reason().isBlank());
        try (var left = Files.list(temp.resolve("node/boxes"))) {
            assertThat(left).map(folder -> folder.getFileName().toString()).containsOnly(BoxKit.NAME);
        }
    }
}
