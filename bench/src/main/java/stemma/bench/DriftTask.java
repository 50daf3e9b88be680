package stemma.bench;

import java.util.Random;
import stemma.core.Chooser;

/** Eight options whose worth changes while one chooses among them. */
enum DriftTask {
    /** Each option pays 1 with its own probability, which wanders. */
    WANDERING("a bandit whose chances wander"),

    /** The same, but all chances are drawn anew now and then. */
    JUMPING("a bandit whose chances jump"),

    /** A job goes to one of eight workers; it pays e^(-time), and a worker's mean time jumps now and then. */
    SCHEDULING("jobs for workers whose pace jumps");

    static final int OPTIONS = 8;
    static final int ROUNDS = 2_000;

    private static final double WANDER = 0.02;
    private static final double JUMP = 1 / 250.0;
    private static final double PACE_JUMP = 1 / 400.0;

    final String words;

    DriftTask(String words) {
        this.words = words;
    }

    /** The mean regret: how much less a choice brought, in expectation, than the best one would have. */
    double regret(Chooser chooser, long seed) {
        Random world = new Random(31 * seed + words.hashCode());
        double[] worth = world.doubles(OPTIONS).toArray();
        double regret = 0;
        for (int round = 0; round < ROUNDS; round++) {
            drift(worth, world);
            double chance = world.nextDouble();
            int choice = chooser.choose();
            double best = 0;
            for (double option : worth) {
                best = Math.max(best, mean(option));
            }
            regret += best - mean(worth[choice]);
            chooser.learn(choice, reward(worth[choice], chance));
        }
        return regret / ROUNDS;
    }

    private void drift(double[] worth, Random world) {
        boolean all = world.nextDouble() < JUMP;
        for (int i = 0; i < OPTIONS; i++) {
            double step = world.nextGaussian();
            double drawn = world.nextDouble();
            boolean alone = world.nextDouble() < PACE_JUMP;
            worth[i] = switch (this) {
                case WANDERING -> reflected(worth[i] + WANDER * step);
                case JUMPING -> all ? drawn : worth[i];
                case SCHEDULING -> alone ? drawn : worth[i];
            };
        }
    }

    private static double reflected(double value) {
        return value < 0 ? -value : value > 1 ? 2 - value : value;
    }

    private double reward(double worth, double chance) {
        return this == SCHEDULING ? Math.exp(meanTime(worth) * Math.log(1 - chance)) : chance < worth ? 1 : 0;
    }

    /** The expected reward: for an exponential time of mean m, e^(-time) is 1/(1+m) on average. */
    private double mean(double worth) {
        return this == SCHEDULING ? 1 / (1 + meanTime(worth)) : worth;
    }

    private static double meanTime(double worth) {
        return 0.2 + 2 * (1 - worth);
    }
}
