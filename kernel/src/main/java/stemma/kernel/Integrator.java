package stemma.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Carries a state through a generator that changes with time, or is too large for
 * {@link Generator#channel}, in steps each of which is a channel.
 *
 * <p>A step of length h has the Kraus operators, with N = -iH - sum L†L/2 taken at its middle,
 *
 * <pre>
 *   e^(Nh)                          no jump
 *   sqrt(h) e^(Nh/2) L e^(Nh/2)     one jump, in the middle
 *   (h/sqrt 2) L L'                 two jumps, for every pair
 * </pre>
 *
 * the first terms of the Dyson series with the integral over the time of the jump taken by the midpoint
 * rule (Steinbach, Garraway, Knight, Phys. Rev. A 51 (1995) 3302; Cao and Lu, arXiv
 * 2103.01194). They miss completeness by O(h³), so that {@link Channel#normalised} keeps the second order, and
 * positivity and trace hold at every h.
 *
 * <p>The step is doubled: one of h beside two of h/2. Their trace distance over 3 estimates the error of
 * the finer one, which is kept; a step whose estimate is above its share of the tolerance is taken again
 * with a smaller h. Thread-safe: without state.
 */
public final class Integrator {
    /** Steps, kept or not, of one integration. */
    public static final int STEPS_MAX = 100_000;

    private static final double SAFETY = 0.9;
    private static final double SHRINK_MIN = 0.2;
    private static final double GROW_MAX = 4;
    private static final double FIRST_PHASE = 0.1;

    private final double tolerance;
    private final int stepsMax;

    /**
     * Makes an integrator.
     *
     * @param tolerance the trace distance that the estimated errors of one integration add up to at most,
     *     from 1e-12 to 0.1
     */
    public Integrator(double tolerance) {
        this(tolerance, STEPS_MAX);
    }

    Integrator(double tolerance, int stepsMax) {
        if (!(tolerance >= 1e-12 && tolerance <= 0.1)) {
            throw KernelRefused.whole("the tolerance is a trace distance from 1e-12 to 0.1, not " + tolerance);
        }
        this.tolerance = tolerance;
        this.stepsMax = stepsMax;
    }

    /** The state reached, how many steps were kept and how many taken again, and the sum of the estimates. */
    public record Integrated(DensityMatrix state, int kept, int repeated, double error) {}

    /**
     * Integrates from time 0 for a duration.
     *
     * @throws KernelRefused when the duration is not a finite number from 0, or {@value #STEPS_MAX} steps
     *     do not reach its end
     */
    public Integrated run(DensityMatrix start, DoubleFunction<Generator> generator, double duration) {
        if (!(duration >= 0) || Double.isInfinite(duration)) {
            throw KernelRefused.whole("a duration is a finite number from 0, not " + duration);
        }
        DensityMatrix state = start;
        double time = 0;
        double error = 0;
        int kept = 0;
        int tried = 0;
        double pace = generator.apply(0).smooth().norm();
        double h = Math.min(duration, FIRST_PHASE / Math.max(pace, FIRST_PHASE / duration));
        while (time < duration) {
            if (tried++ == stepsMax) {
                throw KernelRefused.whole("after " + stepsMax + " steps the integration stands at " + time + " of "
                        + duration + "; take a shorter time or a larger tolerance");
            }
            boolean last = h >= duration - time;
            h = last ? duration - time : h;
            DensityMatrix coarse = step(generator.apply(time + h / 2), h).apply(state);
            DensityMatrix middle = step(generator.apply(time + h / 4), h / 2).apply(state);
            DensityMatrix fine = step(generator.apply(time + 3 * h / 4), h / 2).apply(middle);
            double estimate = fine.traceDistance(coarse) / 3;
            double share = tolerance * h / duration;
            if (estimate <= share) {
                state = fine;
                time = last ? duration : time + h;
                error += estimate;
                kept++;
            }
            h *= Math.clamp(SAFETY * Math.sqrt(share / Math.max(estimate, Double.MIN_NORMAL)), SHRINK_MIN, GROW_MAX);
        }
        return new Integrated(state, kept, tried - kept, error);
    }

    /** The channel of one step of second order. */
    static Channel step(Generator generator, double h) {
        ComplexMatrix half = generator.smooth().times(h / 2, 0).exponential();
        List<ComplexMatrix> kraus = new ArrayList<>();
        kraus.add(half.times(half));
        for (ComplexMatrix jump : generator.jumps()) {
            kraus.add(half.times(jump).times(half).times(Math.sqrt(h), 0));
            for (ComplexMatrix after : generator.jumps()) {
                kraus.add(after.times(jump).times(h / Math.sqrt(2), 0));
            }
        }
        return Channel.normalised(kraus);
    }
}
