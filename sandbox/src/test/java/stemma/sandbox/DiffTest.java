package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.sandbox.linux.RawPath;

/** What is read back from a box. */
class DiffTest {
    @TempDir
    Path temp;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(temp);
        Files.writeString(rig.project.resolve("keep"), "keep");
        Files.writeString(rig.project.resolve("edit"), "old");
        Files.writeString(rig.project.resolve("gone"), "gone for good");
        Files.writeString(rig.project.resolve("old-name"), "the same bytes");
        Files.createDirectories(rig.project.resolve("dir/sub"));
        Files.writeString(rig.project.resolve("dir/one"), "1");
        Files.writeString(rig.project.resolve("dir/sub/two"), "22");
        Files.createSymbolicLink(rig.project.resolve("link"), Path.of("keep"));
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private Map<String, Change> changes(String script) throws Exception {
        Rig.Ran ran = rig.sh(script);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran.box().changes().diff().changes().stream()
                .collect(Collectors.toMap(
                        c -> c.action() + " " + RawPath.shown(c.path()), c -> c, (a, b) -> a, java.util.TreeMap::new));
    }

    private static Change of(Map<String, Change> seen, String what) {
        return Objects.requireNonNull(seen.get(what), what);
    }

    @Test
    void readingAndTouchingChangeNothing() throws Exception {
        assertThat(changes("cat edit dir/one >/dev/null; touch keep; cp edit e2; mv e2 edit; ls -R >/dev/null"))
                .isEmpty();
    }

    @Test
    void eachKindOfChange() throws Exception {
        Map<String, Change> seen = changes("echo new > made; echo more >> edit; rm gone; mv old-name new-name;"
                + " chmod 755 keep; ln -sfn edit link; mkdir fresh; echo f > fresh/file");
        assertThat(seen.keySet())
                .containsExactly(
                        "CHANGED edit",
                        "CHANGED keep",
                        "CHANGED link",
                        "CREATED fresh",
                        "CREATED fresh/file",
                        "CREATED made",
                        "DELETED gone",
                        "RENAMED new-name");
        assertThat(of(seen, "RENAMED new-name").from()).contains(Path.of("old-name"));
        assertThat(of(seen, "CHANGED keep").after().orElseThrow().mode()).isEqualTo(0755);
        assertThat(of(seen, "CHANGED link").kind()).isEqualTo(FileKind.SYMLINK);
        assertThat(seen.values()).allMatch(c -> c.flags().isEmpty());
    }

    @Test
    void aFolderRemovedAndOneMadeAgain() throws Exception {
        assertThat(changes("rm -r dir").keySet())
                .containsExactly("DELETED dir", "DELETED dir/one", "DELETED dir/sub", "DELETED dir/sub/two");
        assertThat(changes("rm -r dir; mkdir dir; echo 1 > dir/other").keySet())
                .containsExactly("CREATED dir/other", "DELETED dir/one", "DELETED dir/sub", "DELETED dir/sub/two");
    }

    @Test
    void aFolderBecomesAFileAndBack() throws Exception {
        assertThat(changes("rm -r dir; echo x > dir; rm keep; mkdir keep").keySet())
                .contains("CREATED dir", "DELETED dir", "DELETED dir/sub/two", "CREATED keep", "DELETED keep");
    }

    @Test
    void strangeNamesAndKinds() throws Exception {
        Map<String, Change> seen = changes("printf x > \"$(printf 'new\\nline')\"; printf y > \"$(printf 'b\\377d')\";"
                + " mkfifo pipe; cp /bin/true suid; chmod 4755 suid; ln -s /etc/passwd away; ln -s ../../x up; ln -s edit in;"
                + " mkdir closed; echo z > closed/z; chmod 000 closed/z; chmod 000 closed");
        assertThat(seen.keySet()).contains("CREATED new\\u000aline", "CREATED b\\ufffdd", "CREATED closed/z");
        assertThat(of(seen, "CREATED pipe").flags()).containsExactly(Change.Flag.SPECIAL);
        assertThat(of(seen, "CREATED suid").flags()).containsExactly(Change.Flag.SET_ID);
        assertThat(of(seen, "CREATED away").flags()).containsExactly(Change.Flag.LINK_LEAVES);
        assertThat(of(seen, "CREATED up").flags()).containsExactly(Change.Flag.LINK_LEAVES);
        assertThat(of(seen, "CREATED in").flags()).isEmpty();
        assertThat(of(seen, "CREATED closed").after().orElseThrow().mode()).isZero();
    }

    @Test
    void whatRunsLaterIsMarked() throws Exception {
        Map<String, Change> seen =
                changes("mkdir -p .git/hooks; echo x > .git/hooks/pre-commit; echo x > .envrc; echo x > a.c");
        assertThat(of(seen, "CREATED .git/hooks/pre-commit").flags()).contains(Change.Flag.RUNS_LATER);
        assertThat(of(seen, "CREATED .envrc").flags()).contains(Change.Flag.RUNS_LATER);
        assertThat(of(seen, "CREATED a.c").flags()).isEmpty();
    }

    @Test
    void hostEditsDuringTheRunAreMarked() throws Exception {
        RunningBox box = rig.start(BoxSpec.of(rig.project, "sh", "-c", "read go; echo box > edit; echo box > keep"));
        try (box) {
            Files.writeString(rig.project.resolve("edit"), "host");
            box.stdin().write('\n');
            box.stdin().close();
            box.await();
        }
        Map<String, Change> seen = box.changes().diff().changes().stream()
                .collect(Collectors.toMap(c -> c.path().toString(), c -> c));
        assertThat(of(seen, "edit").flags()).containsExactly(Change.Flag.DRIFTED);
        assertThat(of(seen, "keep").flags()).isEmpty();
    }
}
