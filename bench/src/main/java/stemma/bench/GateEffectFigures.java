package stemma.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Effect acts by many callers, beside a bare group commit of the same bytes with two waits each. The
 * two take turns, and the ratio is the median over the turns, so that what else the machine does
 * falls on both. The first turn warms both up and does not count.
 */
final class GateEffectFigures implements Measurement {
    private static final int CALLERS = 64;
    private static final double BAR_RATIO = 0.5;
    private static final long ROUND_MILLIS = 1_500;
    private static final long ROUND_MILLIS_QUICK = 600;

    @Override
    public String name() {
        return "gate-effect-64";
    }

    @Override
    public String what() {
        return "effect acts by " + CALLERS + " callers, beside a bare group-commit writer of the same bytes";
    }

    @Override
    public List<Figure> run(Lab lab) throws IOException, InterruptedException {
        byte[][] entries = entries(lab);
        List<Figure> figures = new ArrayList<>();
        figures.addAll(compare(lab, entries, "virtual", Thread.ofVirtual()));
        figures.addAll(compare(lab, entries, "platform", Thread.ofPlatform()));
        return figures;
    }

    /** The bytes of one act's intent and receipt, as the gate wrote them. */
    private static byte[][] entries(Lab lab) throws IOException {
        Path home = lab.fresh("bytes");
        try (GateBed bed = GateBed.onDisk(home)) {
            bed.exec();
            return new byte[][] {bed.entryFromEnd(1), bed.entryFromEnd(0)};
        } finally {
            Lab.remove(home);
        }
    }

    private static List<Figure> compare(Lab lab, byte[][] entries, String kind, Thread.Builder threads)
            throws IOException, InterruptedException {
        int rounds = lab.rounds(7, 3);
        long millis = lab.quick() ? ROUND_MILLIS_QUICK : ROUND_MILLIS;
        double[] ours = new double[rounds];
        double[] bare = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            double bareRate = bare(lab, entries, threads, millis);
            double ourRate = gate(lab, threads, millis);
            if (round >= 0) {
                bare[round] = bareRate;
                ours[round] = ourRate;
                ratios[round] = ourRate / bareRate;
            }
        }
        Samples spread = new Samples(ratios);
        Figure acts = Figure.of(kind + " threads", new Samples(ours).median(), "acts/s")
                .beside("bare writer", new Samples(bare).median());
        Figure ratio = Figure.of(
                        String.format(Locale.ROOT, "%s threads, median ratio of %d turns (%.2f to %.2f)", kind,
                                rounds, spread.best(), spread.at(1)),
                        spread.median(), "of the bare writer")
                .bar(Bar.atLeast(BAR_RATIO));
        return List.of(ratio, acts);
    }

    private static double bare(Lab lab, byte[][] entries, Thread.Builder threads, long millis)
            throws IOException, InterruptedException {
        Path folder = lab.fresh("bare");
        try (GroupCommit writer = new GroupCommit(folder.resolve("log"))) {
            return rate(threads, millis, () -> {
                writer.write(entries[0]);
                writer.write(entries[1]);
            });
        } finally {
            Lab.remove(folder);
        }
    }

    private static double gate(Lab lab, Thread.Builder threads, long millis) throws IOException, InterruptedException {
        Path folder = lab.fresh("gate");
        try (GateBed bed = GateBed.onDisk(folder)) {
            return rate(threads, millis, bed::exec);
        } finally {
            Lab.remove(folder);
        }
    }

    /** How often a second all callers together do the work. */
    private static double rate(Thread.Builder threads, long millis, Runnable work) throws InterruptedException {
        LongAdder done = new LongAdder();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(threads.start(() -> {
                while (!stop.get()) {
                    work.run();
                    done.increment();
                }
            }));
        }
        Thread.sleep(millis);
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        double rate = done.sum() * 1e9 / (System.nanoTime() - start);
        if (rate == 0) {
            throw new NotMeasured("not one act ended in " + millis + " ms");
        }
        return rate;
    }
}
