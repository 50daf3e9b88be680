package stemma.bench;

import stemma.core.Chooser;

/**
 * The kernel's chooser with a leaky sum in place of the kernel: what is left of its gain when the state is
 * one plain number. Not thread-safe.
 */
final class LeakyChooser implements Chooser {
    private static final double FORGETTING = 0.005;
    private static final double FORGETTING_MAX = 0.05;
    private static final double BONUS = 0.2;

    private final double[] counts;
    private final double[] sums;
    private double fast;
    private double slow;
    private double drive;

    LeakyChooser(int options) {
        counts = new double[options];
        sums = new double[options];
    }

    @Override
    public int choose() {
        double total = 0;
        for (double count : counts) {
            total += count;
        }
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < counts.length; i++) {
            double bound = counts[i] < 1e-9
                    ? Double.POSITIVE_INFINITY
                    : sums[i] / counts[i] + BONUS * Math.sqrt(Math.log(Math.max(1, total)) / counts[i]);
            if (bound > highest) {
                highest = bound;
                best = i;
            }
        }
        return best;
    }

    @Override
    public void learn(int option, double reward) {
        double forecast = (sums[option] + 1) / (counts[option] + 2);
        double excess = (forecast - reward) * Math.log(forecast / (1 - forecast));
        fast += 0.15 * (excess - fast);
        slow += 0.03 * (fast - slow);
        drive = Math.clamp(0.98 * drive + 0.2 * Math.tanh(2 * (fast - slow)), -Math.PI / 2, Math.PI / 2);
        double forgetting = Math.min(FORGETTING_MAX, FORGETTING * Math.tan(Math.PI / 4 + drive / 2));
        for (int i = 0; i < counts.length; i++) {
            counts[i] *= 1 - forgetting;
            sums[i] *= 1 - forgetting;
        }
        counts[option]++;
        sums[option] += reward;
    }
}
