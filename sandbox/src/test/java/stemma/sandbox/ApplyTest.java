package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing changes into the real folder and taking them back. */
class ApplyTest {
    @TempDir
    Path temp;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(temp);
        Files.writeString(rig.project.resolve("edit"), "old");
        Files.setPosixFilePermissions(rig.project.resolve("edit"), PosixFilePermissions.fromString("rw-r-----"));
        Files.writeString(rig.project.resolve("gone"), "gone");
        Files.writeString(rig.project.resolve("old-name"), "same bytes");
        Files.createDirectories(rig.project.resolve("dir/sub"));
        Files.writeString(rig.project.resolve("dir/sub/two"), "2");
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    /** Every entry with its kind, mode and content. */
    private Map<String, String> snapshot() throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(rig.project)) {
            for (Path p : walk.toList()) {
                EntryState s = EntryState.of(p).orElseThrow();
                all.put(rig.project.relativize(p).toString(), s.toString());
            }
        }
        return all;
    }

    private BoxChanges ran(String script) throws Exception {
        Rig.Ran ran = rig.sh(script);
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran.box().changes();
    }

    @Test
    void everythingIsAppliedAndTakenBack() throws Exception {
        Map<String, String> before = snapshot();
        BoxChanges changes =
                ran("echo new > edit; rm gone; mv old-name new-name; rm -r dir; mkdir -p a/b; echo c > a/b/c;"
                        + " ln -s ../edit a/l; ln -s edit l; chmod 600 edit; printf x > \"$(printf 'b\\377\\nd')\"");
        ApplyReport report = rig.applyAll(changes);
        assertThat(report.refused()).isEmpty();
        assertThat(rig.project.resolve("edit")).hasContent("new\n");
        assertThat(Files.getPosixFilePermissions(rig.project.resolve("edit")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(rig.project.resolve("gone")).doesNotExist();
        assertThat(rig.project.resolve("dir")).doesNotExist();
        assertThat(rig.project.resolve("new-name")).hasContent("same bytes");
        assertThat(rig.project.resolve("a/b/c")).hasContent("c\n");
        assertThat(Files.readSymbolicLink(rig.project.resolve("l"))).isEqualTo(Path.of("edit"));
        assertThat(Files.readSymbolicLink(rig.project.resolve("a/l"))).isEqualTo(Path.of("../edit"));
        assertThat(Owner.of(rig.project.resolve("a/b/c"))).isEqualTo(Owner.of(rig.project));
        assertThat(changes.applied()).isTrue();

        assertThat(rig.undo(changes).refused()).isEmpty();
        assertThat(snapshot()).isEqualTo(before);
        assertThat(changes.applied()).isFalse();
    }

    @Test
    void oneFileBringsItsFolders() throws Exception {
        BoxChanges changes = ran("mkdir -p a/b; echo c > a/b/c; echo d > a/d; echo e > edit");
        rig.apply(changes, changes.diff(), Set.of(Path.of("a/b/c")));
        assertThat(rig.project.resolve("a/b/c")).exists();
        assertThat(rig.project.resolve("a/d")).doesNotExist();
        assertThat(rig.project.resolve("edit")).hasContent("old");
    }

    @Test
    void whatTheHostChangedIsLeftAlone() throws Exception {
        BoxChanges changes = ran("echo box > edit; echo box > made; rm gone; echo fine > dir/sub/two; rm old-name");
        Diff diff = changes.diff();
        Files.writeString(rig.project.resolve("edit"), "host");
        Files.writeString(rig.project.resolve("made"), "host");
        Files.writeString(rig.project.resolve("gone"), "host");
        Files.delete(rig.project.resolve("old-name"));
        ApplyReport report = rig.apply(
                changes,
                diff,
                Set.of(Path.of("edit"), Path.of("made"), Path.of("gone"), Path.of("dir/sub/two"), Path.of("old-name")));
        assertThat(report.refused())
                .containsOnlyKeys(Path.of("edit"), Path.of("made"), Path.of("gone"), Path.of("old-name"));
        assertThat(report.done()).containsExactly(Path.of("dir/sub/two"));
        assertThat(rig.project.resolve("edit")).hasContent("host");
        assertThat(rig.project.resolve("made")).hasContent("host");
        assertThat(rig.project.resolve("dir/sub/two")).hasContent("fine\n");
    }

    @Test
    void aFolderWithNewHostFilesIsNotRemoved() throws Exception {
        BoxChanges changes = ran("rm -r dir");
        Files.writeString(rig.project.resolve("dir/precious"), "host");
        ApplyReport report = rig.applyAll(changes);
        assertThat(report.refused()).containsOnlyKeys(Path.of("dir"), Path.of("dir/precious"));
        assertThat(rig.project.resolve("dir/precious")).hasContent("host");
    }

    @Test
    void noLinkIsFollowedOut() throws Exception {
        Path outside = Files.createDirectories(temp.resolve("outside/sub"));
        Files.writeString(outside.resolve("two"), "2");
        BoxChanges changes = ran("ln -s ../outside a; echo pwned > dir/sub/two; echo pwned > dir/sub/three");
        Diff diff = changes.diff();
        Files.delete(rig.project.resolve("dir/sub/two"));
        Files.delete(rig.project.resolve("dir/sub"));
        Files.createSymbolicLink(rig.project.resolve("dir/sub"), outside);
        ApplyReport report =
                rig.apply(changes, diff, Set.of(Path.of("a"), Path.of("dir/sub/two"), Path.of("dir/sub/three")));
        assertThat(report.done()).containsExactly(Path.of("a"));
        assertThat(report.refused()).containsOnlyKeys(Path.of("dir/sub/two"), Path.of("dir/sub/three"));
        assertThat(outside.resolve("two")).hasContent("2");
        assertThat(outside.resolve("three")).doesNotExist();
        assertThat(Files.isSymbolicLink(rig.project.resolve("a"))).isTrue();
    }

    @Test
    void aLinkInPlaceOfAFileIsReplacedNotFollowed() throws Exception {
        Path outside = Files.writeString(temp.resolve("outside"), "safe");
        Files.createSymbolicLink(rig.project.resolve("l"), outside);
        BoxChanges changes = ran("rm l; echo mine > l");
        assertThat(rig.applyAll(changes).refused()).isEmpty();
        assertThat(Files.isRegularFile(rig.project.resolve("l"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(outside).hasContent("safe");
        rig.undo(changes);
        assertThat(Files.readSymbolicLink(rig.project.resolve("l"))).isEqualTo(outside);
    }

    @Test
    void setIdIsStrippedAndSpecialsAreRefused() throws Exception {
        BoxChanges changes = ran("cp /bin/true suid; chmod 6755 suid; mkfifo pipe; echo s > shut; chmod 000 shut");
        ApplyReport report = rig.applyAll(changes);
        assertThat(report.refused()).containsOnlyKeys(Path.of("pipe"));
        assertThat(FileFacts.of(rig.project.resolve("suid")).orElseThrow().mode())
                .isEqualTo(0755);
        assertThat(FileFacts.of(rig.project.resolve("shut")).orElseThrow().mode())
                .isZero();
    }

    @Test
    void whatCouldNotBePutBackIsNotRemoved() throws Exception {
        Rig.pipe(rig.project.resolve("old-pipe"));
        BoxChanges changes = ran("rm old-pipe gone; echo file > edit");
        ApplyReport report = rig.applyAll(changes);
        assertThat(report.refused()).containsOnlyKeys(Path.of("old-pipe"));
        assertThat(rig.project.resolve("old-pipe")).exists();
        assertThat(rig.project.resolve("gone")).doesNotExist();
        assertThat(rig.undo(changes).refused()).isEmpty();
        assertThat(rig.project.resolve("gone")).hasContent("gone");
    }

    @Test
    void undoLeavesWhatWasChangedSince() throws Exception {
        BoxChanges changes = ran("echo box > edit; rm gone");
        rig.applyAll(changes);
        Files.writeString(rig.project.resolve("edit"), "edited after");
        ApplyReport report = rig.undo(changes);
        assertThat(report.refused()).containsOnlyKeys(Path.of("edit"));
        assertThat(rig.project.resolve("edit")).hasContent("edited after");
        assertThat(rig.project.resolve("gone")).hasContent("gone");
    }

    @Test
    void applyingTwiceIsRefusedAndALaterProcessCanUndo() throws Exception {
        BoxChanges changes = ran("echo box > edit");
        rig.applyAll(changes);
        assertThatThrownBy(() -> rig.applyAll(changes)).hasMessageContaining("applied already");
        BoxChanges again = rig.boxes.changes("run-1").orElseThrow();
        assertThat(again.folder()).isEqualTo(rig.project);
        assertThat(rig.undo(again).refused()).isEmpty();
        assertThat(rig.project.resolve("edit")).hasContent("old");
    }

    @Test
    void discardForgets() throws Exception {
        BoxChanges changes = ran("echo box > edit; mkdir shut; chmod 000 shut");
        rig.perform(changes.discarding(), permit -> {
            changes.discard(permit);
            return "";
        });
        assertThat(temp.resolve("node/boxes/run-1")).doesNotExist();
        assertThat(rig.boxes.changes("run-1")).isEmpty();
        assertThat(rig.project.resolve("edit")).hasContent("old");
    }
}
