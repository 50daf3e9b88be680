package stemma.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Effect acts by many callers, beside a bare group commit of the same bytes with two waits each. The
 * two take many short turns, and the ratio is the median over the turns, so that what else the
 * machine does falls on both. The first turns warm both up and do not count.
 */
final class GateEffectFigures implements Measurement {
    private static final int CALLERS = 64;
    private static final double BAR_RATIO = 0.5;
    private static final long TURN_MILLIS = 400;
    private static final int WARM_UP = 3;

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
        return Stream.concat(
                        compare(lab, "virtual", new Callers(CALLERS, Thread.ofVirtual())).stream(),
                        compare(lab, "platform", new Callers(CALLERS, Thread.ofPlatform())).stream())
                .toList();
    }

    private static List<Figure> compare(Lab lab, String kind, Callers callers)
            throws IOException, InterruptedException {
        Path folder = lab.fresh("effect");
        try (GateBed bed = GateBed.onDisk(folder.resolve("home"));
                GroupCommit bare = new GroupCommit(folder.resolve("bare"))) {
            bed.exec();
            byte[] receipt = bed.entryFromEnd(0);
            byte[] intent = bed.entryFromEnd(1);
            return turns(lab.rounds(25, 7), kind, callers, bed::exec, () -> {
                bare.write(intent);
                bare.write(receipt);
            });
        } finally {
            Lab.remove(folder);
        }
    }

    private static List<Figure> turns(int turns, String kind, Callers callers, Runnable act, Runnable pair)
            throws InterruptedException {
        double[] ratios = new double[turns];
        double[] ours = new double[turns];
        double[] bare = new double[turns];
        double[] ourCpu = new double[turns];
        double[] bareCpu = new double[turns];
        for (int turn = -WARM_UP; turn < turns; turn++) {
            Callers.Pace plain = callers.pace(TURN_MILLIS, pair);
            Callers.Pace gated = callers.pace(TURN_MILLIS, act);
            int at = Math.max(0, turn);
            ours[at] = gated.perSecond();
            bare[at] = plain.perSecond();
            ourCpu[at] = gated.cpuMicros();
            bareCpu[at] = plain.cpuMicros();
            ratios[at] = ours[at] / bare[at];
        }
        Samples ratio = new Samples(ratios);
        String peer = "bare writer";
        String who = "effect acts, 64 " + kind + " threads";
        return List.of(
                Figure.of(
                                String.format(
                                        Locale.ROOT,
                                        "%s, median of %d turns, quartiles %.2f to %.2f",
                                        who,
                                        turns,
                                        ratio.at(0.25),
                                        ratio.at(0.75)),
                                ratio.median(),
                                "of the bare writer")
                        .bar(Bar.atLeast(BAR_RATIO)),
                Figure.of(who + ", pace", new Samples(ours).median(), "acts/s")
                        .beside(peer, new Samples(bare).median()),
                Figure.of(who + ", processor time an act", new Samples(ourCpu).median(), "µs")
                        .beside(peer, new Samples(bareCpu).median()));
    }
}
