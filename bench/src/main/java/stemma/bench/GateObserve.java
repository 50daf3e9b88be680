package stemma.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import stemma.ledger.LedgerFile;

/**
 * An observe act through the gate, for JMH. Each iteration has a ledger of its own, so that the disk
 * holds one iteration's entries at most. Samples of single acts are taken because their median stays
 * true where other processes take the processor away; two readings of the clock are part of each.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GateObserve {
    /** Names the property with the folder to work in. */
    static final String FOLDER = "stemma.bench.folder";

    private static Path fresh() throws IOException {
        Path folder = Path.of(Objects.requireNonNull(System.getProperty(FOLDER), FOLDER));
        return Files.createTempDirectory(folder, "observe-");
    }

    /** A gate over a ledger file. */
    @State(Scope.Benchmark)
    public static class OnDisk {
        private @Nullable Path folder;
        private @Nullable GateBed bed;

        /** Opens a new home. */
        @Setup(Level.Iteration)
        public void open() throws IOException {
            Path home = fresh();
            folder = home;
            bed = GateBed.onDisk(home);
        }

        /** Gives it up. */
        @TearDown(Level.Iteration)
        public void close() throws IOException {
            Objects.requireNonNull(bed).close();
            Lab.remove(Objects.requireNonNull(folder));
        }
    }

    /** A gate over a log that keeps nothing. */
    @State(Scope.Benchmark)
    public static class WithoutLog {
        private final GateBed bed = GateBed.withoutLog();

        /** Ends its watchdog. */
        @TearDown
        public void close() throws IOException {
            bed.close();
        }
    }

    /** The ledger file alone, with the bytes that the gate leaves in it. */
    @State(Scope.Benchmark)
    public static class LogAlone {
        private byte[] entry = {};
        private @Nullable Path folder;
        private @Nullable LedgerFile ledger;

        /** Takes the bytes of a real receipt. */
        @Setup(Level.Trial)
        public void receipt() throws IOException {
            Path home = fresh();
            try (GateBed bed = GateBed.onDisk(home)) {
                bed.read();
                bed.exec();
                entry = bed.entryFromEnd(2);
            } finally {
                Lab.remove(home);
            }
        }

        /** Opens a new home. */
        @Setup(Level.Iteration)
        public void open() throws IOException {
            Path home = fresh();
            folder = home;
            ledger = GateBed.ledger(home);
        }

        /** Gives it up. */
        @TearDown(Level.Iteration)
        public void close() throws IOException {
            Objects.requireNonNull(ledger).close();
            Lab.remove(Objects.requireNonNull(folder));
        }
    }

    /** The figure with a bar. */
    @Benchmark
    public int onDisk(OnDisk state) {
        return Objects.requireNonNull(state.bed).read();
    }

    /** The gate's own share. */
    @Benchmark
    public int withoutLog(WithoutLog state) {
        return state.bed.read();
    }

    /** The peer: only the append. */
    @Benchmark
    public long logAlone(LogAlone state) {
        return Objects.requireNonNull(state.ledger).append(state.entry);
    }
}
