package stemma.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import stemma.core.Chooser;
import stemma.kernel.Kernel;
import stemma.kernel.KernelDrive;

/**
 * Whether a kernel helps to choose: its chooser against others on tasks with drift, all on the same seeds,
 * which none was tuned on. Each row stands beside the kernel's regret; the difference is paired by seed
 * and comes with an interval of 95 percent.
 */
final class KernelAblation implements Measurement {
    private static final int SEEDS = 200;
    private static final int SEEDS_QUICK = 20;
    private static final long FIRST_SEED = 500_000;
    private static final double NORMAL_95 = 1.96;
    private static final String PER_CHOICE = "regret/1000 choices";

    /** Makes a chooser of {@link DriftTask#OPTIONS} options. */
    private interface Maker {
        Chooser make(long seed);
    }

    @Override
    public String name() {
        return "kernel-ablation";
    }

    @Override
    public String what() {
        return "regret of kernel-driven choice and of others, on tasks with drift and seeds that nobody tuned on";
    }

    /** The constants of those that forget are the best of a grid on other seeds, as the kernel's are. */
    private static Map<String, Maker> others() {
        int options = DriftTask.OPTIONS;
        Map<String, Maker> others = new LinkedHashMap<>();
        others.put("a leaky sum in place of the kernel", seed -> new LeakyChooser(options));
        others.put("UCB with steady forgetting", seed -> Baseline.upperBound(options, seed, 0.995, 0.2));
        others.put("UCB with faster forgetting", seed -> Baseline.upperBound(options, seed, 0.99, 0.15));
        others.put("UCB1", seed -> Baseline.upperBound(options, seed, 1, Math.sqrt(2)));
        others.put("epsilon-greedy", seed -> Baseline.epsilonGreedy(options, seed, 1, 0.1));
        others.put("epsilon-greedy with forgetting", seed -> Baseline.epsilonGreedy(options, seed, 0.98, 0.1));
        others.put("Thompson", seed -> Baseline.thompson(options, seed, 1));
        others.put("Thompson with forgetting", seed -> Baseline.thompson(options, seed, 0.995));
        return others;
    }

    @Override
    public List<Figure> run(Lab lab) {
        int seeds = lab.rounds(SEEDS, SEEDS_QUICK);
        KernelDrive drive = new KernelDrive(Kernel.start(FIRST_SEED));
        List<Figure> figures = new ArrayList<>();
        for (DriftTask task : DriftTask.values()) {
            double[] own = regrets(task, seeds, seed -> drive.chooser(DriftTask.OPTIONS, seed));
            double mean = mean(own);
            for (Map.Entry<String, Maker> other : others().entrySet()) {
                double[] theirs = regrets(task, seeds, other.getValue());
                double[] differences = new double[seeds];
                Arrays.setAll(differences, i -> own[i] - theirs[i]);
                String difference = String.format(
                        Locale.ROOT, "%+.1f ± %.1f", 1_000 * mean(differences), 1_000 * halfWidth(differences));
                figures.add(Figure.of(task.words + ", kernel (difference " + difference + ")", 1_000 * mean, PER_CHOICE)
                        .beside(other.getKey(), 1_000 * mean(theirs)));
            }
        }
        return figures;
    }

    private static double[] regrets(DriftTask task, int seeds, Maker maker) {
        double[] regrets = new double[seeds];
        Arrays.setAll(regrets, i -> task.regret(maker.make(FIRST_SEED + i), FIRST_SEED + i));
        return regrets;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** Half the width of the interval of the mean. */
    private static double halfWidth(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return NORMAL_95 * Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
