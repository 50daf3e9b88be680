package stemma.kernel;

import stemma.core.Chooser;

/**
 * Chooses by an upper confidence bound over what is remembered, and lets a kernel of one qubit say how
 * fast to forget.
 *
 * <p>What is remembered are discounted counts and sums per option (Garivier and Moulines, ALT 2011). The
 * world is held to be as it was forecast while the log-loss of a forecast is what its own probability
 * makes likely; what the loss is above that, averaged fast less averaged slowly, is the rise of the free
 * energy. A rise turns theta to explore, and the memory is discounted by the factor
 * 1 - {@value #FORGETTING} tan(theta/2) per choice: at rest by 1/200, at exploit not at all. Forgotten
 * options look attractive again by themselves. Ablation in docs/kernel.md. Not thread-safe.
 */
final class KernelChooser implements Chooser {
    /** Options of one question. */
    static final int OPTIONS_MAX = 1_000;

    private static final double FORGETTING = 0.005;
    private static final double FORGETTING_MAX = 0.05;
    private static final double BONUS = 0.2;
    private static final double FAST = 0.15;
    private static final double SLOW = 0.03;
    private static final double FREE_ENERGY_GAIN = 2;
    private static final double SURPRISE_GAIN = 0.1;
    private static final double FORGOTTEN_BELOW = 1e-9;

    private final double[] counts;
    private final double[] sums;
    private final Kernel kernel;
    private final int first;
    private double fast;
    private double slow;

    KernelChooser(int options, long seed) {
        if (options < 1 || options > OPTIONS_MAX) {
            throw KernelRefused.whole("a choice has 1 to " + OPTIONS_MAX + " options, not " + options);
        }
        counts = new double[options];
        sums = new double[options];
        kernel = Kernel.start(1, seed);
        first = (int) (kernel.chance() * options);
    }

    @Override
    public int choose() {
        double total = 0;
        for (double count : counts) {
            total += count;
        }
        double width = StrictMath.log(Math.max(1, total));
        int best = first;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < counts.length; i++) {
            int option = (first + i) % counts.length;
            double bound = counts[option] < FORGOTTEN_BELOW
                    ? Double.POSITIVE_INFINITY
                    : sums[option] / counts[option] + BONUS * Math.sqrt(width / counts[option]);
            if (bound > highest) {
                highest = bound;
                best = option;
            }
        }
        return best;
    }

    @Override
    public void learn(int option, double reward) {
        if (option < 0 || option >= counts.length) {
            throw new KernelRefused(option, "option " + option + " is not one of 0 to " + (counts.length - 1));
        }
        if (!(reward >= 0 && reward <= 1)) {
            throw KernelRefused.whole("a reward is from 0 to 1, not " + reward);
        }
        double forgetting = forgetting(reward - forecast(option), forecast(option));
        for (int i = 0; i < counts.length; i++) {
            counts[i] *= 1 - forgetting;
            sums[i] *= 1 - forgetting;
        }
        counts[option]++;
        sums[option] += reward;
    }

    /** The forecast of a reward, as a probability strictly between 0 and 1. */
    private double forecast(int option) {
        return (sums[option] + 1) / (counts[option] + 2);
    }

    /** Moves the kernel by how wrong the forecast was: the log-loss less the loss that it expects of itself. */
    private double forgetting(double error, double forecast) {
        double excess = -error * StrictMath.log(forecast / (1 - forecast));
        fast += FAST * (excess - fast);
        slow += SLOW * (fast - slow);
        Stimulus stimulus = Stimulus.none()
                .withFreeEnergyRise(FREE_ENERGY_GAIN * (fast - slow))
                .withSurprise(SURPRISE_GAIN * Math.max(0, excess));
        double theta = kernel.step(stimulus).point().theta();
        return Math.min(FORGETTING_MAX, FORGETTING * StrictMath.tan(theta / 2));
    }
}
