package stemma.bench;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import stemma.core.Digest;
import stemma.kernel.Channel;
import stemma.kernel.ComplexMatrix;
import stemma.kernel.DensityMatrix;
import stemma.kernel.Evolution;

/**
 * The kernel in a process of its own, because the Vector API is asked for when a JVM starts:
 * {@code step SECONDS} prints the processor's peak and steps a second, {@code entropy SECONDS} entropies
 * a second, {@code digest STEPS} the digest of a state after that many steps.
 */
final class KernelProbe {
    /** Dimensions that are timed. */
    static final List<Integer> SIZES = List.of(2, 8, 16, 32, 64);

    private static final int ROUNDS = 4;
    private static final int DIGEST_SIZE = 8;
    private static final long SEED = 7;

    private final PrintStream out;
    private final double seconds;
    private double sink;

    private KernelProbe(PrintStream out, double seconds) {
        this.out = out;
        this.seconds = seconds;
    }

    /** Runs one of the three. */
    public static void main(String... args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        switch (args[0]) {
            case "digest" -> out.println("digest " + DIGEST_SIZE + " " + digest(Integer.parseInt(args[1])));
            case "step" -> new KernelProbe(out, Double.parseDouble(args[1])).steps();
            default -> new KernelProbe(out, Double.parseDouble(args[1])).entropies();
        }
    }

    private void steps() {
        double peak = 0;
        for (int size : SIZES) {
            peak = Math.max(peak, KernelPeak.measured());
            Evolution evolution = new Evolution(DensityMatrix.mixed(size));
            Channel channel = channel(size);
            out.println("step " + size + " " + rate(() -> evolution.step(channel)));
        }
        out.println("peak 1 " + Math.max(peak, KernelPeak.measured()));
        checkSink();
    }

    private void entropies() {
        for (int size : SIZES) {
            DensityMatrix state = dense(size, channel(size));
            out.println("entropy " + size + " " + rate(() -> sink += state.entropy()));
        }
        checkSink();
    }

    /** Uses what was computed, so that it cannot be left out. */
    private void checkSink() {
        if (Double.isNaN(sink)) {
            throw new IllegalStateException("a figure that was computed is no number");
        }
    }

    private double rate(Runnable work) {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long count = 0;
            long start = System.nanoTime();
            double elapsed = 0;
            while (elapsed < seconds) {
                for (int i = 0; i < 50; i++) {
                    work.run();
                }
                count += 50;
                elapsed = (System.nanoTime() - start) / 1e9;
            }
            best = Math.max(best, count / elapsed);
        }
        return best;
    }

    /** A state of full rank without structure: each step doubles the rank of the first vector. */
    private static DensityMatrix dense(int size, Channel channel) {
        Evolution evolution = new Evolution(DensityMatrix.basis(size, 0));
        for (int rank = 1; rank < size; rank *= 2) {
            evolution.step(channel);
        }
        return evolution.state();
    }

    /** Two mixed unitaries: a channel of two dense Kraus operators. */
    private static Channel channel(int size) {
        Random random = new Random(SEED);
        return Channel.of(List.of(
                unitary(random, size).times(Math.sqrt(0.6), 0),
                unitary(random, size).times(Math.sqrt(0.4), 0)));
    }

    private static ComplexMatrix unitary(Random random, int size) {
        double[] re = new double[size * size];
        double[] im = new double[size * size];
        for (int i = 0; i < re.length; i++) {
            re[i] = random.nextGaussian();
            im[i] = random.nextGaussian();
        }
        ComplexMatrix drawn = ComplexMatrix.of(size, re, im);
        ComplexMatrix antihermitian = drawn.plus(drawn.adjoint().times(-1, 0));
        return antihermitian.exponential();
    }

    /** Two operators that are multiples of one unitary: a turn that forgets no bit that was ever different. */
    private static Digest digest(int steps) {
        Evolution evolution = new Evolution(DensityMatrix.basis(DIGEST_SIZE, 0));
        ComplexMatrix turn = unitary(new Random(SEED), DIGEST_SIZE);
        Channel channel = Channel.of(List.of(turn.times(Math.sqrt(0.6), 0), turn.times(Math.sqrt(0.4), 0)));
        for (int i = 0; i < steps; i++) {
            evolution.step(channel);
        }
        DensityMatrix state = evolution.state();
        ByteBuffer bytes = ByteBuffer.allocate(2 * Double.BYTES * DIGEST_SIZE * DIGEST_SIZE);
        for (int i = 0; i < DIGEST_SIZE; i++) {
            for (int j = 0; j < DIGEST_SIZE; j++) {
                bytes.putDouble(state.re(i, j)).putDouble(state.im(i, j));
            }
        }
        return Digest.of(bytes.array());
    }
}
