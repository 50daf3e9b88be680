package stemma.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.sandbox.BoxSpec;
import stemma.store.AppendFile;
import stemma.store.Disk;
import stemma.store.LocalDisk;
import stemma.store.ReadFile;
import stemma.store.StoreFailed;

/** What is kept of what a run prints, where, and how much is not. */
class OutputTest {
    private static final int TAIL = Tail.TAIL_BYTES_MAX;
    private static final long GIB = 1L << 30;
    private static final long HEAP_BYTES_MAX = 64L << 20;

    @TempDir
    Path temp;

    @Test
    void aTailOfOutputNeedsNoFileAndOneByteMoreDoes() {
        OutputFolder folder = folder(TAIL * 2, TAIL * 4);
        assertThat(facts(folder, "1.1", TAIL).find("sha256")).isEmpty();
        assertThat(kept()).isEmpty();
        Json.Obj more = facts(folder, "1.2", TAIL + 1);
        assertThat(more.longNumber("kept")).isEqualTo(TAIL + 1);
        assertThat(more.longNumber("dropped")).isZero();
        assertThat(kept()).containsExactly("1.2");
    }

    @Test
    void oneByteAboveTheBoundOfAFileIsDroppedAndCounted() throws Exception {
        OutputFolder folder = folder(TAIL * 2, TAIL * 4);
        assertThat(facts(folder, "1.1", TAIL * 2).longNumber("dropped")).isZero();
        Json.Obj above = facts(folder, "1.2", TAIL * 2 + 1);
        assertThat(above.longNumber("bytes")).isEqualTo(TAIL * 2 + 1);
        assertThat(above.longNumber("dropped")).isEqualTo(1);
        byte[] file = Files.readAllBytes(folder.find(ActId.parse("1.2")).orElseThrow());
        assertThat(file).isEqualTo(printed(TAIL * 2));
        assertThat(above.find("sha256")).contains(Json.of(Digest.of(file).hex()));
    }

    @Test
    void theOldestGoFirstSoThatAllStayWithinTheirBound() throws Exception {
        OutputFolder folder = folder(TAIL * 2, TAIL * 4);
        for (int run = 1; run <= 5; run++) {
            facts(folder, "1." + run, TAIL * 2);
            Files.setLastModifiedTime(temp.resolve("1." + run), FileTime.fromMillis(run * 1_000L));
            assertThat(bytes()).isLessThanOrEqualTo(TAIL * 4);
        }
        assertThat(kept()).containsExactly("1.4", "1.5");
        assertThat(folder.sweep(4_000)).as("by age: none is older").isZero();
        assertThat(folder.sweep(4_001)).isEqualTo(1);
        assertThat(kept()).containsExactly("1.5");
    }

    @Test
    void whatIsBeingWrittenCountsInFullAndIsNotSwept() {
        OutputFolder folder = folder(TAIL * 2, TAIL * 4);
        RunOutput first = folder.of("1.1");
        RunOutput second = folder.of("1.2");
        RunOutput third = folder.of("1.3");
        for (RunOutput output : List.of(first, second, third)) {
            output.write(printed(TAIL + 1), 0, TAIL + 1);
        }
        assertThat(folder.sweep(Long.MAX_VALUE)).isZero();
        assertThat(kept()).containsExactly("1.1", "1.2");
        assertThat(third.end().find("trouble").orElseThrow().toString()).contains("at the same time");
        assertThat(first.end().longNumber("kept")).isEqualTo(TAIL + 1);
        assertThat(folder.begin("1.4")).as("room again").isPresent();
        assertThat(second.end().longNumber("kept")).isEqualTo(TAIL + 1);
    }

    @Test
    void aFullDiskEndsTheFileAndNotTheRun() {
        OutputFolder folder = new OutputFolder(new FullDisk(TAIL + 10), temp, bounds(TAIL * 2, TAIL * 4));
        RunOutput output = folder.of("1.1");
        for (int i = 0; i < 4; i++) {
            output.write(printed(TAIL), 0, TAIL);
        }
        Json.Obj facts = output.end();
        assertThat(facts.longNumber("bytes")).isEqualTo(TAIL * 4);
        assertThat(facts.find("sha256")).isEmpty();
        assertThat(facts.find("trouble").orElseThrow().toString()).contains("the disk is full");
        assertThat(output.tail().bytes()).hasSize(TAIL);
    }

    @Test
    void aBoundBelowOneTailIsNoBound() {
        assertThatThrownBy(() -> bounds(TAIL - 1, TAIL * 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bounds(TAIL, TAIL - 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(bounds(TAIL, TAIL).allBytesMax()).isEqualTo(TAIL);
    }

    @Test
    void aRunSaysWhereItsOutputIsAndWhatWasDropped() throws Exception {
        try (RunWorld world = new RunWorld(temp)) {
            long max = RunWorld.OUTPUT_BOUNDS.eachBytesMax();
            RunEnd end = world.sh("head -c " + (max + 1_000) + " /dev/zero | tr '\\0' x");
            RunView view = view(world, end);
            assertThat(view.strength()).isIn("strong", "firm");
            assertThat(view.output().bytes()).isEqualTo(max + 1_000);
            assertThat(view.output().droppedBytes()).isEqualTo(1_000);
            Path file = Path.of(view.output().file());
            assertThat(file).hasSize(max).hasParent(world.outputs);
            assertThat(Digest.of(Files.readAllBytes(file)).hex())
                    .isEqualTo(view.output().sha256());
            assertThat(RunTexts.text(view))
                    .contains("output   263,144 bytes; the first 262,144 in " + file)
                    .contains("; the 1,000 after them are dropped, but for the last 1,000")
                    .contains("sha256 " + view.output().sha256());
            Files.delete(file);
            assertThat(RunTexts.text(view(world, end))).contains("the first 262,144 no longer kept");
            RunView small = view(world, world.sh("echo little"));
            assertThat(RunTexts.text(small)).endsWith("output   7 bytes").doesNotContain("sha256");
        }
    }

    /** Whoever started it has stopped reading long ago; the command ends as if somebody did. */
    @Test
    void aGibibyteOfOutputNeitherBlocksTheCommandNorGrowsTheHeap() throws Exception {
        try (RunWorld world = new RunWorld(temp)) {
            BoxSpec much = world.shell("head -c " + GIB + " /dev/zero; echo end; exit 7");
            RunIo deaf = new RunIo(java.io.InputStream.nullInputStream(), new Deaf(), new Deaf());
            System.gc();
            long before = used();
            RunEnd end = world.run(
                            new RunRequest(much.withLimits(much.limits().withOutputBytesMax(Long.MAX_VALUE)), deaf))
                    .orThrow();
            System.gc();
            assertThat(used() - before).isLessThan(HEAP_BYTES_MAX);
            assertThat(end.exit().exitCode()).isEqualTo(7);
            RunView view = view(world, end);
            assertThat(view.output().bytes()).isEqualTo(GIB + 4);
            assertThat(view.output().keptBytes()).isEqualTo(RunWorld.OUTPUT_BOUNDS.eachBytesMax());
            assertThat(view.outputTail()).as("the last of it").endsWith("end\n");
        }
    }

    private static RunView view(RunWorld world, RunEnd end) throws InterruptedException {
        return world.operations.show(new RunOperations.IdInput(end.id()), RunWorld.CALL);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private OutputFolder folder(long each, long all) {
        return new OutputFolder(new LocalDisk(), temp, bounds(each, all));
    }

    private static OutputFolder.Bounds bounds(long each, long all) {
        return new OutputFolder.Bounds(each, all);
    }

    private static Json.Obj facts(OutputFolder folder, String run, int bytes) {
        RunOutput output = folder.of(run);
        byte[] all = printed(bytes);
        int piece = 10_000;
        for (int at = 0; at < bytes; at += piece) {
            output.write(all, at, Math.min(piece, bytes - at));
        }
        return output.end();
    }

    private static byte[] printed(int bytes) {
        byte[] printed = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            printed[i] = (byte) (i * 31 + i / 251);
        }
        return printed;
    }

    private List<String> kept() {
        try (Stream<Path> files = Files.list(temp)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private long bytes() throws IOException {
        long sum = 0;
        for (String name : kept()) {
            sum += Files.size(temp.resolve(name));
        }
        return sum;
    }

    /** A reader that is gone. */
    private static final class Deaf extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("nobody reads");
        }
    }

    /** Takes so many bytes and no more. */
    private record FullDisk(Disk disk, long bytesMax) implements Disk {
        FullDisk(long bytesMax) {
            this(new LocalDisk(), bytesMax);
        }

        @Override
        public AppendFile append(Path file) {
            AppendFile real = disk.append(file);
            return new AppendFile() {
                @Override
                public long size() {
                    return real.size();
                }

                @Override
                public void append(ByteBuffer bytes) {
                    if (size() + bytes.remaining() > bytesMax) {
                        throw new StoreFailed("the disk is full");
                    }
                    real.append(bytes);
                }

                @Override
                public void sync() {
                    real.sync();
                }

                @Override
                public void truncate(long size) {
                    real.truncate(size);
                }

                @Override
                public void close() {
                    real.close();
                }
            };
        }

        @Override
        public ReadFile read(Path file) {
            return disk.read(file);
        }

        @Override
        public Optional<byte[]> content(Path file, int most) {
            return disk.content(file, most);
        }

        @Override
        public void replace(Path file, byte[] content) {
            disk.replace(file, content);
        }

        @Override
        public void remove(Path file) {
            disk.remove(file);
        }

        @Override
        public List<Path> list(Path folder) {
            return disk.list(folder);
        }

        @Override
        public void makeFolder(Path folder) {
            disk.makeFolder(folder);
        }
    }
}
