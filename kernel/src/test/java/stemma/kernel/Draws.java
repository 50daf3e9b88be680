package stemma.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded random matrices, states and channels. */
final class Draws {
    static final boolean DEEP = Boolean.getBoolean("stemma.deep");

    private final Random random;

    Draws(long seed) {
        random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    double share() {
        return random.nextDouble();
    }

    /** Independent complex Gaussian numbers. */
    ComplexMatrix gaussian(int size) {
        double[] re = new double[size * size];
        double[] im = new double[size * size];
        for (int i = 0; i < re.length; i++) {
            re[i] = random.nextGaussian();
            im[i] = random.nextGaussian();
        }
        return ComplexMatrix.of(size, re, im);
    }

    ComplexMatrix hermitian(int size) {
        ComplexMatrix drawn = gaussian(size);
        return drawn.plus(drawn.adjoint()).times(0.5, 0);
    }

    /** A state of up to full rank: G G† by its trace, with columns of G left out. */
    DensityMatrix state(int size) {
        int rank = 1 + below(size);
        ComplexMatrix drawn = gaussian(size);
        ComplexMatrix cut = ComplexMatrix.build(
                size, (i, j) -> j < rank ? drawn.re(i, j) : 0, (i, j) -> j < rank ? drawn.im(i, j) : 0);
        ComplexMatrix square = cut.times(cut.adjoint());
        return DensityMatrix.of(square.times(1 / square.planes().trace(), 0));
    }

    /** Gaussian operators made complete: every channel can come up. */
    Channel channel(int size, int operators) {
        List<ComplexMatrix> drawn = new ArrayList<>();
        for (int k = 0; k < operators; k++) {
            drawn.add(gaussian(size));
        }
        return Channel.normalised(drawn);
    }
}
