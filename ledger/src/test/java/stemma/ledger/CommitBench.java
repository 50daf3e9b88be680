package stemma.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import stemma.core.Clock;
import stemma.store.LocalDisk;

/**
 * The ledger beside a bare group-commit writer, in turns in one run: pairs of durable 400 byte
 * entries a second. Run it by hand; the argument is a folder on the disk to measure.
 */
final class CommitBench {
    private static final int ENTRY_BYTES = 400;
    private static final int ROUNDS = 5;
    private static final long ROUND_MILLIS = 1_500;

    private CommitBench() {}

    /** Returns from a write once it is durable. */
    interface Writer extends AutoCloseable {
        void write(byte[] entry);

        @Override
        void close() throws IOException;
    }

    private record LedgerWriter(LedgerFile ledger) implements Writer {
        @Override
        public void write(byte[] entry) {
            ledger.awaitDurable(ledger.append(entry));
        }

        @Override
        public void close() {
            ledger.close();
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "bench");
        try {
            for (int callers : new int[] {1, 64}) {
                for (Thread.Builder kind : List.of(Thread.ofVirtual(), Thread.ofPlatform())) {
                    compare(folder, callers, kind);
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
            }
        }
    }

    private static void compare(Path folder, int callers, Thread.Builder kind) throws Exception {
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double bare = pairs(new NaiveWriter(fresh(folder)), callers, kind);
            LedgerFile ledger = LedgerFile.open(new LocalDisk(), fresh(folder), Fixture.SIGNER, Clock.system());
            double ours = pairs(new LedgerWriter(ledger), callers, kind);
            ratios[round] = ours / bare;
            System.out.printf("%d callers, bare %.0f, ledger %.0f pairs/s%n", callers, bare, ours);
        }
        Arrays.sort(ratios);
        System.out.printf(
                "%d callers, %s: median ratio %.2f (%.2f to %.2f)%n",
                callers,
                kind instanceof Thread.Builder.OfVirtual ? "virtual" : "platform",
                ratios[ROUNDS / 2],
                ratios[0],
                ratios[ROUNDS - 1]);
    }

    private static Path fresh(Path folder) throws IOException {
        return Files.createTempDirectory(folder, "run").resolve("log");
    }

    private static double pairs(Writer writer, int callers, Thread.Builder kind) throws Exception {
        LongAdder pairs = new LongAdder();
        AtomicBoolean stop = new AtomicBoolean();
        byte[] entry = new byte[ENTRY_BYTES];
        long start = System.nanoTime();
        try (writer) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                threads.add(kind.start(() -> {
                    while (!stop.get()) {
                        writer.write(entry);
                        writer.write(entry);
                        pairs.increment();
                    }
                }));
            }
            Thread.sleep(ROUND_MILLIS);
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        return pairs.sum() * 1e9 / (System.nanoTime() - start);
    }
}
