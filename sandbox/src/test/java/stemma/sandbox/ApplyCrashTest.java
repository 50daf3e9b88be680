package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Applying that ends half-way. Where it ended is made by going back from the end, a step at a time, so that each
 * moment between two steps is tried, with the temporary file of the step that was under way. Undoing goes the
 * same way back, so these are also the moments at which it may have ended.
 */
class ApplyCrashTest {
    private static final String SCRIPT = "echo new > edit; rm gone; mv old-name new-name; rm -r dir;"
            + " echo x > dir; mkdir -p a/b; echo c > a/b/c; ln -s edit l; chmod 600 mode";

    @TempDir
    Path temp;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(temp);
        for (String name : List.of("edit", "gone", "old-name", "mode")) {
            Files.writeString(rig.project.resolve(name), "old " + name);
        }
        Files.createDirectories(rig.project.resolve("dir/sub"));
        Files.writeString(rig.project.resolve("dir/sub/two"), "2");
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private Map<String, String> snapshot() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(rig.project)) {
            for (Path p : walk.toList()) {
                all.put(
                        rig.project.relativize(p).toString(),
                        EntryState.of(p).orElseThrow().toString());
            }
        }
        return all;
    }

    private BoxFolder box() {
        return new BoxFolder(temp.resolve("node/boxes/run-1"));
    }

    /** The changes as a node sees them that was started again. */
    private BoxChanges afterRestart() throws IOException {
        return rig.boxes.changes("run-1").orElseThrow();
    }

    /** Takes the steps from {@code done} on back, and the mark that all were done. */
    private void endAfter(int done) throws IOException {
        Journal journal = new Journal(box().path());
        List<Step> steps = journal.read();
        StepWriter writer = new StepWriter(rig.project, Outside.uid() == 0);
        for (Step step : steps.subList(done, steps.size()).reversed()) {
            assertThat(writer.write(step.reversed(), journal.snapshot(step))).isEmpty();
        }
        if (done < steps.size()) {
            Step next = steps.get(done);
            Path folder = rig.project.resolve(next.parent());
            if (Files.isDirectory(folder)) {
                Files.writeString(folder.resolve(next.temporaryName()), "half");
            }
        }
        Files.delete(box().path().resolve("journal.done"));
    }

    @Test
    void whereverItEndedUndoingPutsEverythingBackAndItCanBeAppliedAgain() throws Exception {
        Map<String, String> before = snapshot();
        BoxChanges changes = rig.sh(SCRIPT).box().changes();
        assertThat(rig.applyAll(changes).refused()).isEmpty();
        Map<String, String> after = snapshot();
        int steps = new Journal(box().path()).read().size();
        assertThat(steps).isGreaterThan(9);
        for (int done = 0; done <= steps; done++) {
            endAfter(done);
            BoxChanges found = afterRestart();
            assertThat(found.halfApplied()).as("ended after " + done).isTrue();
            assertThatThrownBy(() -> rig.applyAll(found)).hasMessageContaining("undo it first");
            assertThat(rig.undo(found).refused()).isEmpty();
            assertThat(snapshot()).as("ended after " + done).isEqualTo(before);
            assertThat(found.halfApplied()).isFalse();
            assertThat(rig.applyAll(afterRestart()).refused()).isEmpty();
            assertThat(snapshot()).isEqualTo(after);
        }
    }

    @Test
    void endedBeforeTheJournalWasWrittenNothingWasDoneAndItCanBeApplied() throws Exception {
        BoxChanges changes = rig.sh(SCRIPT).box().changes();
        Files.createDirectories(box().path().resolve("before"));
        Files.writeString(box().path().resolve("before/0"), "of the first try");
        Files.writeString(box().path().resolve("journal.part"), "half a li");
        Files.writeString(box().path().resolve("journal.done"), "");
        assertThat(changes.applied()).isFalse();
        assertThat(rig.applyAll(changes).refused()).isEmpty();
        assertThat(changes.halfApplied()).isFalse();
        assertThat(rig.undo(changes).refused()).isEmpty();
        assertThat(rig.project.resolve("edit")).hasContent("old edit");
    }

    @Test
    void anUndoneRunIsAppliedAgainButNotOverWhatSomebodyEditedSince() throws Exception {
        BoxChanges changes =
                rig.sh("echo new > edit; rm gone; chmod 600 mode").box().changes();
        rig.applyAll(changes);
        rig.undo(changes);
        assertThat(changes.diff().changes())
                .as("what undoing put back is what the run started from")
                .hasSize(3)
                .noneMatch(change -> change.flags().contains(Change.Flag.DRIFTED));
        Files.writeString(rig.project.resolve("gone"), "mine now");
        assertThat(changes.diff().changes())
                .filteredOn(change -> change.flags().contains(Change.Flag.DRIFTED))
                .extracting(Change::path)
                .containsExactly(Path.of("gone"));
        assertThat(rig.applyAll(changes).refused()).containsOnlyKeys(Path.of("gone"));
        assertThat(rig.project.resolve("gone")).hasContent("mine now");
        assertThat(rig.project.resolve("edit")).hasContent("new\n");
        assertThat(rig.undo(changes).refused()).isEmpty();
        assertThat(rig.project.resolve("gone")).hasContent("mine now");
        assertThat(rig.project.resolve("edit")).hasContent("old edit");
    }

    @Test
    void onACopyAFileThatWasPutBackCanBeDeletedAgain() throws Exception {
        rig.sh("rm gone; echo new > edit");
        Origin origin = Origin.read(box());
        Trees.copy(rig.project, box().copy(0), new Trees.Bounds(1 << 20, 100), -1);
        Files.delete(box().copy(0).resolve("gone"));
        Origin copied = new Origin(origin.folder(), ViewKind.COPY, origin.startNanos());
        assertThat(new BoxChanges(box(), copied, false).diff().changes())
                .extracting(Change::path)
                .contains(Path.of("gone"));
        Files.writeString(rig.project.resolve("gone"), "put back");
        assertThat(new BoxChanges(box(), copied, false).diff().changes())
                .as("made on the host since the start")
                .extracting(Change::path)
                .doesNotContain(Path.of("gone"));
        long now = FileFacts.of(rig.project.resolve("gone")).orElseThrow().changeNanos();
        Restored.read(box()).with(Map.of(Path.of("gone"), now), box());
        assertThat(new BoxChanges(box(), copied, false).diff().changes())
                .extracting(Change::path)
                .contains(Path.of("gone"));
    }

    @Test
    void whatACopyLeavesOutWasNotDeleted() throws Exception {
        Rig.pipe(rig.project.resolve("pipe"));
        rig.sh("echo new > edit");
        Origin origin = Origin.read(box());
        Trees.copy(rig.project, box().copy(0), new Trees.Bounds(1 << 20, 100), -1);
        Files.delete(box().copy(0).resolve("gone"));
        Origin copied = new Origin(origin.folder(), ViewKind.COPY, origin.startNanos());
        assertThat(new BoxChanges(box(), copied, false).diff().changes())
                .extracting(Change::path)
                .contains(Path.of("gone"))
                .doesNotContain(Path.of("pipe"));
    }

    @Test
    void whatCannotBeTakenBackIsSaidAndKept() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Outside.uid() != 0, "skipped: to root no folder is shut; tried as an ordinary user");
        BoxChanges changes = rig.sh("echo x > dir/made").box().changes();
        rig.applyAll(changes);
        Path dir = rig.project.resolve("dir");
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(rig.undo(changes).refused()).containsOnlyKeys(Path.of("dir/made"));
        assertThat(changes.applied()).isTrue();
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(rig.undo(changes).refused()).isEmpty();
        assertThat(dir.resolve("made")).doesNotExist();
    }

    @Test
    void thousandsOfFilesAreAppliedAndTakenBack() throws Exception {
        BoxChanges changes = rig.sh("mkdir many; for i in $(seq 1500); do : > many/$i; done")
                .box()
                .changes();
        Diff diff = changes.diff();
        assertThat(rig.applyAll(changes).done()).hasSize(diff.changes().size());
        assertThat(rig.undo(changes).refused()).isEmpty();
        assertThat(rig.project.resolve("many")).doesNotExist();
        assertThat(rig.apply(changes, diff, Set.of(Path.of("many/7"))).done())
                .containsExactly(Path.of("many"), Path.of("many/7"));
    }
}
