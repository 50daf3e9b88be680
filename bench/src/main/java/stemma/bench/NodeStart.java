package stemma.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * From the command line to an answer: a node that is started for the second time, and a verb with and
 * without a running node. The peer is the same start without the start-up cache, in turns.
 */
final class NodeStart implements Measurement {
    private static final double BAR_READY_MILLIS = 1_500;
    private static final double BAR_VERB_MILLIS = 500;
    private static final String MILLIS = "ms";
    private static final String WITHOUT = "without the start-up cache";

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String what() {
        return "a second start to /readyz, and one verb from the command line and back";
    }

    /** Durations with the start-up cache and without. */
    private record Turns(Samples with, Samples without) {
        @FunctionalInterface
        interface Timed {
            double millis(boolean cache) throws IOException, InterruptedException;
        }

        static Turns take(int rounds, Timed timed) throws IOException, InterruptedException {
            double[] with = new double[rounds];
            double[] without = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                with[round] = timed.millis(true);
                without[round] = timed.millis(false);
            }
            return new Turns(new Samples(with), new Samples(without));
        }

        List<Figure> figures(String what, double bar) {
            return List.of(
                    Figure.of(what + ", median", with.median(), MILLIS)
                            .beside(WITHOUT, without.median())
                            .bar(Bar.below(bar)),
                    Figure.of(what + ", best", with.best(), MILLIS).beside(WITHOUT, without.best()));
        }
    }

    @Override
    public List<Figure> run(Lab lab) throws IOException, InterruptedException {
        NodeHome home = NodeHome.make(lab);
        Path cwd = lab.root();
        int rounds = lab.rounds(9, 3);
        home.start(true).close();
        List<Figure> figures = new ArrayList<>();
        double[] cpu = new double[rounds * 2];
        AtomicInteger starts = new AtomicInteger();
        figures.addAll(Turns.take(rounds, cache -> {
                    try (LiveNode node = home.start(cache)) {
                        cpu[starts.getAndIncrement()] = node.cpuMillis();
                        return node.readyMillis();
                    }
                })
                .figures("node ready", BAR_READY_MILLIS));
        figures.add(Figure.of("of it processor time, median", every(cpu, 0).median(), MILLIS)
                .beside(WITHOUT, every(cpu, 1).median()));
        figures.addAll(Turns.take(rounds, cache -> home.millis(cache, cwd, "log", "tail"))
                .figures("log tail, no node running", BAR_VERB_MILLIS));
        try (LiveNode node = home.start(true)) {
            lab.say("node " + node.pid() + " is ready");
            Samples verb = Turns.take(rounds, cache -> home.millis(true, cwd, "log", "tail"))
                    .with();
            figures.add(Figure.of("log tail, node running, median", verb.median(), MILLIS)
                    .bar(Bar.below(BAR_VERB_MILLIS)));
            figures.add(Figure.of("log tail, node running, best", verb.best(), MILLIS));
        }
        double script = Turns.take(rounds, cache -> home.millis(cache, cwd, "find-jdk"))
                .with()
                .median();
        figures.add(Figure.of("of it the script itself", script, MILLIS));
        return figures;
    }

    /** Every second value: those with the cache from 0, those without from 1. */
    private static Samples every(double[] turns, int from) {
        return new Samples(IntStream.range(0, turns.length / 2)
                .mapToDouble(i -> turns[2 * i + from])
                .toArray());
    }
}
