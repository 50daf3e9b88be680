package stemma.bench;

import java.util.Arrays;

/** Measured values of one thing, sorted. */
record Samples(double[] sorted) {
    Samples {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no samples");
        }
        sorted = sorted.clone();
        Arrays.sort(sorted);
    }

    double median() {
        return at(0.5);
    }

    double best() {
        return sorted[0];
    }

    /** The value that this share of the samples does not exceed, 0 to 1; the nearest rank. */
    double at(double share) {
        return sorted[Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }
}
