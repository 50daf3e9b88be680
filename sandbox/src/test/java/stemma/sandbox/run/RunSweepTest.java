package stemma.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Result;
import stemma.sandbox.KeptBox;
import stemma.sandbox.run.RunSweep.Bounds;

/** What is kept of runs is bounded, and the oldest goes first. */
class RunSweepTest {
    private static final Bounds WIDE = new Bounds(100, 1L << 40, 1L << 50, 0);

    @TempDir
    Path temp;

    private RunWorld world;

    @BeforeEach
    void open() throws Exception {
        world = new RunWorld(temp);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private static List<String> over(Bounds bounds, KeptBox... kept) {
        return RunSweep.tooMuch(List.of(kept), bounds, 1_000).stream()
                .map(KeptBox::id)
                .toList();
    }

    @Test
    void eachBoundHoldsAtItsLimitAndOnePast() {
        KeptBox old = new KeptBox("old", 900, 10);
        KeptBox young = new KeptBox("young", 950, 20);
        assertThat(over(new Bounds(2, 30, 100, 0), old, young)).isEmpty();
        assertThat(over(new Bounds(1, 30, 100, 0), old, young)).containsExactly("old");
        assertThat(over(new Bounds(2, 29, 100, 0), old, young)).containsExactly("old");
        assertThat(over(new Bounds(2, 30, 99, 0), old, young)).containsExactly("old");
        assertThat(over(new Bounds(2, 19, 100, 0), old, young)).containsExactly("old", "young");
    }

    @Test
    void theOldestRunIsDiscardedByAnActAndTheYoungerStays() throws Exception {
        String old = world.sh("echo 1 > one").id();
        String young = world.sh("echo 2 > two").id();
        Files.setLastModifiedTime(world.boxFolder(old), java.nio.file.attribute.FileTime.fromMillis(1));
        assertThat(world.sweep(WIDE).sweep()).isZero();
        assertThat(world.sweep(new Bounds(1, 1L << 40, 1L << 50, 0)).sweep()).isOne();
        assertThat(world.state(old)).isEqualTo("discarded");
        assertThat(world.boxFolder(old)).doesNotExist();
        assertThat(world.state(young)).isEqualTo("pending");
        world.apply(young);
        assertThat(world.sweep(new Bounds(0, 0, 0, 0)).sweep()).isOne();
        assertThat(world.state(young)).as("its changes stay in the folder").isEqualTo("applied");
        assertThat(world.boxFolder(young)).doesNotExist();
    }

    @Test
    void whatAKilledNodeLeftIsRemoved() throws Exception {
        Path stray = Files.createDirectories(world.boxesFolder.resolve("999-1/u0"));
        Files.createDirectories(world.boxesFolder.resolve("probe-1-2"));
        assertThat(world.sweep(new Bounds(100, 1L << 40, 1L << 50, 60_000)).sweep())
                .as("it may belong to a run that starts just now")
                .isZero();
        assertThat(world.sweep(WIDE).sweep()).isEqualTo(2);
        assertThat(stray).doesNotExist();
    }

    @Test
    void commandsOfAgentsCountToo() throws Exception {
        Path command = Files.createDirectories(world.boxesFolder.resolve("act-1-7"));
        assertThat(world.sweep(WIDE).sweep()).isZero();
        assertThat(command).exists();
        assertThat(world.sweep(new Bounds(0, 1L << 40, 1L << 50, 0)).sweep()).isOne();
        assertThat(command).doesNotExist();
    }

    @Test
    void aRunningBoxIsLeftAlone() throws Exception {
        CompletableFuture<String> up = new CompletableFuture<>();
        RunIo io = new RunIo(
                java.io.InputStream.nullInputStream(),
                new java.io.OutputStream() {
                    @Override
                    public void write(int b) {
                        up.complete("up");
                    }
                },
                java.io.OutputStream.nullOutputStream());
        RunRequest request = new RunRequest(world.shell("echo up; echo x > made; sleep 1000"), io);
        CompletableFuture<Result<RunEnd>> running = CompletableFuture.supplyAsync(() -> world.run(request));
        up.get();
        assertThat(world.sweep(new Bounds(0, 0, 0, 0)).sweep()).isZero();
        while (!running.isDone()) {
            request.signal(9);
        }
        assertThat(world.state(running.get().orThrow().id())).isEqualTo("pending");
    }
}
