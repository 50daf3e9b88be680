package stemma.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActId;
import stemma.core.ActWaiting;
import stemma.core.Cost;
import stemma.core.Ending;
import stemma.core.Refusal;
import stemma.core.Result;
import stemma.sandbox.BoxExit;
import stemma.sandbox.BoxLimits;
import stemma.sandbox.Trees;

/** A run from its start to what becomes of its changes, through a real gate with the default rules. */
class RunsTest {
    @TempDir
    Path temp;

    private RunWorld world;

    @BeforeEach
    void open() throws Exception {
        world = new RunWorld(temp);
        Files.writeString(world.project.resolve("edit"), "old");
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void streamsAndExitCodePassThrough() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        RunIo io = new RunIo(new ByteArrayInputStream("grüße".getBytes(StandardCharsets.UTF_8)), out, err);
        RunEnd end = world.run(new RunRequest(world.shell("cat; echo oh >&2; exit 7"), io))
                .orThrow();
        assertThat(end.exit().exitCode()).isEqualTo(7);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("grüße");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("oh\n");
    }

    @Test
    void pendingThenAppliedThenUndone() throws Exception {
        String id = world.sh("echo new > edit; echo made > made").id();
        assertThat(world.state(id)).isEqualTo("pending");
        assertThat(world.files()).as("nothing leaves the box by itself").isEqualTo(Map.of("edit", "old"));
        assertThatThrownBy(() -> world.undo(id)).isInstanceOf(Refusal.class).hasMessageContaining("not applied");

        assertThat(world.apply(id).files())
                .extracting(RunOperations.FileEnd::outcome)
                .containsOnly("applied");
        assertThat(world.state(id)).isEqualTo("applied");
        assertThat(world.files()).isEqualTo(Map.of("edit", "new\n", "made", "made\n"));
        assertThatThrownBy(() -> world.apply(id)).isInstanceOf(Refusal.class).hasMessageContaining("undo it first");

        world.undo(id);
        assertThat(world.state(id)).isEqualTo("undone");
        assertThat(world.files()).isEqualTo(Map.of("edit", "old"));
    }

    @Test
    void onlyTheChosenPathsAreApplied() throws Exception {
        String id = world.sh("echo new > edit; mkdir -p a/b; echo 1 > a/b/one; echo 2 > two")
                .id();
        world.apply(id, "a");
        assertThat(world.files()).isEqualTo(Map.of("edit", "old", "a/b/one", "1\n"));
        world.undo(id);
        assertThatThrownBy(() -> world.apply(id, "absent"))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
        assertThatThrownBy(() -> world.apply(id, "a\0b"))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.kind()).isEqualTo(Refusal.Kind.BAD_INPUT));
        world.apply(id, ".");
        assertThat(world.files()).hasSize(3).containsEntry("edit", "new\n");
    }

    @Test
    void aPathThatRunsLaterIsAskedAbout() throws Exception {
        String id = world.sh("echo x > edit; mkdir .github; mkdir .github/workflows; echo y > .github/workflows/ci.yml")
                .id();
        assertThatThrownBy(() -> world.apply(id)).isInstanceOfSatisfying(ActWaiting.class, waiting -> {
            assertThat(waiting.approval().act().target()).contains("/.github/workflows");
            world.gate.answer(waiting.approval().id(), true, RunWorld.OPERATOR);
        });
        assertThat(world.files()).isEqualTo(Map.of("edit", "old"));
        assertThat(world.state(id)).isEqualTo("pending");
        world.apply(id, "edit");
        assertThat(world.files()).as("the harmless part needs no question").isEqualTo(Map.of("edit", "x\n"));
        world.undo(id);
        world.apply(id);
        assertThat(world.files())
                .as("what was approved goes through, and what was undone with it")
                .isEqualTo(Map.of("edit", "x\n", ".github/workflows/ci.yml", "y\n"));
    }

    @Test
    void anApplyThatEndedHalfWayIsSaidAfterARestartAndPutBack() throws Exception {
        String id = world.sh("echo new > edit; echo made > made").id();
        world.apply(id);
        Path box = world.boxFolder(id);
        Path kept = Files.createDirectories(temp.resolve("kept"));
        Files.copy(box.resolve("journal"), kept.resolve("journal"));
        Files.copy(box.resolve("before/0"), kept.resolve("0"));
        world.undo(id);
        Files.createDirectories(box.resolve("before"));
        Files.copy(kept.resolve("0"), box.resolve("before/0"));
        Files.copy(kept.resolve("journal"), box.resolve("journal"));
        Files.writeString(world.project.resolve("edit"), "new\n");

        world.close();
        world = new RunWorld(temp);
        assertThatThrownBy(() -> world.apply(id))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("put the folder back first: stemma undo " + id);
        assertThatThrownBy(() -> world.discard(id))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("stemma undo " + id);
        assertThat(world.undo(id).sound()).isTrue();
        assertThat(world.files()).isEqualTo(Map.of("edit", "old"));
        assertThat(world.apply(id).sound()).isTrue();
        assertThat(world.files()).isEqualTo(Map.of("edit", "new\n", "made", "made\n"));
    }

    @Test
    void allPathsThatRunLaterAreNamed() throws Exception {
        String id = world.sh("echo x > edit; echo y > Makefile; echo z > .envrc; mkdir sub; echo p > sub/package.json")
                .id();
        assertThatThrownBy(() -> world.apply(id)).isInstanceOfSatisfying(ActWaiting.class, waiting -> {
            assertThat(waiting)
                    .hasMessageContaining(world.project + "/.envrc, Makefile, sub/package.json waits for approval");
            assertThat(waiting.approval().act().target()).isEqualTo(world.project + "/.envrc");
        });
        assertThatThrownBy(() -> world.apply(id, "Makefile"))
                .as("one alone names no other")
                .hasMessageContaining("/Makefile waits for approval");
        assertThat(world.files()).isEqualTo(Map.of("edit", "old"));
    }

    @Test
    void manyPathsThatRunLaterAreNamedUpToABound() {
        List<Path> many = new ArrayList<>(List.of(Path.of("first")));
        for (int i = 0; i < RunTexts.ASKED_SHOWN_MAX; i++) {
            many.add(Path.of("n" + i));
        }
        assertThat(RunTexts.others(many.subList(0, 1))).isEmpty();
        assertThat(RunTexts.others(many)).startsWith(", n0, n1").endsWith("n19");
        many.add(Path.of("past"));
        assertThat(RunTexts.others(many)).endsWith("n19 and 1 more");
    }

    @Test
    void aLinkOutOfTheFolderIsAppliedOnlyByItsName() throws Exception {
        String id = world.sh("mkdir sub; ln -s /etc/hostname out; ln -s ../../up sub/up; ln -s edit in; echo x > edit")
                .id();
        RunOperations.Ended ended = world.apply(id);
        assertThat(ended.sound()).isFalse();
        assertThat(ended.files())
                .filteredOn(file -> file.outcome().equals("refused"))
                .extracting(RunOperations.FileEnd::path)
                .containsExactlyInAnyOrder("out", "sub/up");
        assertThat(Files.isSymbolicLink(world.project.resolve("out"))).isFalse();
        assertThat(Files.isSymbolicLink(world.project.resolve("in"))).isTrue();
        world.undo(id);
        assertThat(world.apply(id, ".", "sub/up").files())
                .filteredOn(file -> file.outcome().equals("refused"))
                .extracting(RunOperations.FileEnd::path)
                .containsExactly("out");
        assertThat(Files.readSymbolicLink(world.project.resolve("sub/up"))).isEqualTo(Path.of("../../up"));
    }

    @Test
    void aNewPipeIsLeftOutWithAWordAndUndoSaysWhatItRemoves() throws Exception {
        Files.writeString(world.project.resolve("edit"), "old");
        String id = world.sh("mkfifo pipe; echo made > made; echo new > edit").id();
        assertThat(world.apply(id).files())
                .extracting(file -> file.outcome() + " " + file.path() + file.reason())
                .containsExactlyInAnyOrder(
                        "applied made",
                        "applied edit",
                        "refused pipepipes, sockets and devices are neither made nor removed");
        assertThat(world.undo(id).files())
                .extracting(file -> file.outcome() + " " + file.path())
                .containsExactlyInAnyOrder("removed made", "restored edit");
        String alone = world.sh("mkfifo pipe").id();
        assertThatThrownBy(() -> world.apply(alone))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nothing is applied: pipe: pipes, sockets and devices");
    }

    @Test
    void whenOnlyLinksOutAreLeftNothingIsApplied() throws Exception {
        String id = world.sh("ln -s /etc/hostname out").id();
        assertThatThrownBy(() -> world.apply(id))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nothing is applied: out: it is a link out of the folder");
        assertThat(world.state(id)).isEqualTo("pending");
        assertThat(world.apply(id, "out").sound()).isTrue();
    }

    @Test
    void aMemoryBoundThatWasReachedIsInTheReceipt() throws Exception {
        Assumptions.assumeTrue(
                world.boundsMemory(), "skipped: no control group can be made here, so no sum is bounded");
        BoxLimits limits = BoxLimits.standard().withMemoryBytes(64 << 20);
        String hogs = "sleep 1; for i in 1 2 3 4; do perl -e '$x = \"a\" x (20 << 20); sleep 2' & done; wait";
        RunEnd end = world.run(new RunRequest(world.shell(hogs).withLimits(limits), RunIo.none()))
                .orThrow();
        world.projector.settle();
        assertThat(world.reader.find(ActId.parse(end.id())).orElseThrow().notes())
                .anyMatch(note -> note.contains("memory bound of 64 MiB"));
    }

    @Test
    void discardedIsGone() throws Exception {
        String id = world.sh("echo new > edit").id();
        assertThat(world.boxFolder(id)).exists();
        world.discard(id);
        assertThat(world.state(id)).isEqualTo("discarded");
        assertThat(world.boxFolder(id)).doesNotExist();
        assertThatThrownBy(() -> world.apply(id)).isInstanceOf(Refusal.class).hasMessageContaining("gone");
    }

    @Test
    void discardingAnAppliedRunKeepsItsChanges() throws Exception {
        String id = world.sh("echo new > edit").id();
        world.apply(id);
        world.discard(id);
        assertThat(world.state(id)).isEqualTo("applied");
        assertThat(world.files()).containsEntry("edit", "new\n");
        assertThatThrownBy(() -> world.undo(id)).isInstanceOf(Refusal.class).hasMessageContaining("no longer kept");
    }

    @Test
    void anUnchangedRunLeavesNoFolder() throws Exception {
        String id = world.sh("cat edit; touch edit").id();
        assertThat(world.state(id)).isEqualTo("unchanged");
        assertThatThrownBy(() -> world.apply(id)).isInstanceOf(Refusal.class).hasMessageContaining("changed nothing");
        Path folder = world.boxFolder(id);
        world.close();
        assertThat(folder).doesNotExist();
        world = new RunWorld(temp);
    }

    @Test
    void aTimedOutRunKeepsWhatItDid() throws Exception {
        BoxLimits limits = BoxLimits.standard().withWallMillis(500);
        RunEnd end = world.run(new RunRequest(
                        world.shell("echo half > half; sleep 1000").withLimits(limits), RunIo.none()))
                .orThrow();
        assertThat(end.exit().cause()).isEqualTo(BoxExit.Cause.TIMED_OUT);
        assertThat(world.state(end.id())).isEqualTo("pending");
        world.apply(end.id());
        assertThat(world.files()).containsEntry("half", "half\n");
    }

    @Test
    void aCancelledRunKeepsWhatItDid() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CompletableFuture<String> up = new CompletableFuture<>();
        RunIo io = new RunIo(
                ByteArrayInputStream.nullInputStream(),
                new java.io.OutputStream() {
                    @Override
                    public void write(int b) {
                        out.write(b);
                        up.complete("up");
                    }
                },
                out);
        RunRequest request = new RunRequest(world.shell("echo half > half; echo up; sleep 1000"), io);
        CompletableFuture<Result<RunEnd>> running = CompletableFuture.supplyAsync(() -> world.run(request));
        up.get();
        world.projector.settle();
        String id = world.operations
                .list(new RunOperations.ListInput(1), RunWorld.CALL)
                .runs()
                .getFirst()
                .id();
        assertThat(world.state(id)).isEqualTo("running");
        assertThatThrownBy(() -> world.apply(id)).isInstanceOf(Refusal.class).hasMessageContaining("wait for it");
        assertThat(world.gate.cancel(ActId.parse(id))).isTrue();
        assertThat(running.get()).isInstanceOf(Result.Ended.class);
        assertThat(((Result.Ended<RunEnd>) running.get()).receipt().ending()).isEqualTo(Ending.CANCELLED);
        assertThat(world.state(id)).isEqualTo("pending");
        RunView view = world.operations.show(new RunOperations.IdInput(id), RunWorld.CALL);
        assertThat(view.changes()).extracting(RunView.ChangeView::path).containsExactly("half");
        world.apply(id);
        assertThat(world.files()).containsEntry("half", "half\n");
    }

    @Test
    void aSignalReachesTheCommand() throws Exception {
        RunRequest request =
                new RunRequest(world.shell("trap 'exit 42' INT; echo up; while :; do sleep 0.05; done"), RunIo.none());
        assertThat(request.signal(2)).as("nothing runs yet").isFalse();
        CompletableFuture<Result<RunEnd>> running = CompletableFuture.supplyAsync(() -> world.run(request));
        while (!running.isDone()) {
            request.signal(2);
            Thread.onSpinWait();
        }
        assertThat(running.get().orThrow().exit().exitCode()).isIn(42, 130);
        assertThat(request.signal(2)).as("nothing runs any more").isFalse();
    }

    @Test
    void aRestartKeepsPendingRuns() throws Exception {
        String id = world.sh("echo new > edit").id();
        world.close();
        world = new RunWorld(temp);
        assertThat(world.state(id)).isEqualTo("pending");
        world.apply(id);
        world.close();
        world = new RunWorld(temp);
        assertThat(world.state(id)).isEqualTo("applied");
        world.undo(id);
        assertThat(world.files()).isEqualTo(Map.of("edit", "old"));
    }

    @Test
    void whatSomebodyEditedAfterwardsStaysAppliedAndTheRestIsUndone() throws Exception {
        String id = world.sh("echo new > edit; echo made > made").id();
        world.apply(id);
        Files.writeString(world.project.resolve("edit"), "mine");
        RunOperations.Ended ended = world.undo(id);
        assertThat(ended.state()).isEqualTo("applied");
        assertThat(world.state(id)).isEqualTo("applied");
        assertThat(world.files()).isEqualTo(Map.of("edit", "mine"));
    }

    @Test
    void manyLongNamesFitTheReceipt() throws Exception {
        String id = world.sh(
                        "i=0; while [ $i -lt 150 ]; do : > \"$(printf '%080d' $i | tr 0 世)世界世界世界世界世界世界世界\"; i=$((i+1)); done;"
                                + " for i in 1 2 3; do : > \"$(printf 'x\\001%.0s' 1 2 3 4 5 6 7 8 9)$i\"; done")
                .id();
        assertThat(world.state(id)).isEqualTo("pending");
        assertThat(world.runs.changes(ActId.parse(id)).orElseThrow().diff().changes())
                .hasSizeGreaterThan(100);
    }

    @Test
    void unknownAndMalformedIdsAreSaid() {
        for (String id : Set.of("9.99", "1.1")) {
            assertThatThrownBy(() -> world.apply(id))
                    .isInstanceOfSatisfying(
                            Refusal.class, r -> assertThat(r.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
        }
        assertThatThrownBy(() -> world.apply("../etc"))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.kind()).isEqualTo(Refusal.Kind.BAD_INPUT));
    }

    /** The permit was spent and no box came of it: there is nothing to apply, and nothing was changed. */
    @Test
    void aRunWhoseBoxCannotBeMadeIsNotPending() throws Exception {
        RunRequest request = new RunRequest(world.shell("echo x > new.txt"), RunIo.none());
        Trees.remove(world.boxesFolder);
        Files.writeString(world.boxesFolder, "in the way");
        Result.Ended<RunEnd> ended = (Result.Ended<RunEnd>) world.run(request);
        assertThat(ended.receipt().ending()).isEqualTo(Ending.FAILED);
        assertThat(ended.receipt().note()).startsWith("its box cannot be made: ");
        assertThat(ended.receipt().spends()).isEqualTo(1);
        assertThat(ended.receipt().spent()).isEqualTo(Cost.ZERO);
        assertThat(world.state(ended.receipt().id().toString())).isEqualTo("unchanged");
    }
}
