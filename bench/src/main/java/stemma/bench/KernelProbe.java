package stemma.bench;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
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
    private static final int PEAK_CHAINS = 16;
    private static final int PEAK_TURNS = 4_000_000;
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
            peak = Math.max(peak, peak());
            Evolution evolution = new Evolution(DensityMatrix.mixed(size));
            Channel channel = channel(size);
            out.println("step " + size + " " + rate(() -> evolution.step(channel)));
        }
        out.println("peak 1 " + Math.max(peak, peak()));
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

    private static Digest digest(int steps) {
        Evolution evolution = new Evolution(DensityMatrix.basis(DIGEST_SIZE, 0));
        Channel channel = channel(DIGEST_SIZE);
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

    /** Billions of operations a second of one core: sixteen chains of fused multiply-adds in registers. */
    private double peak() {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            sink += turns(PEAK_TURNS);
            double operations = 2.0 * DoubleVector.SPECIES_PREFERRED.length() * PEAK_CHAINS * PEAK_TURNS;
            best = Math.max(best, operations / (System.nanoTime() - start));
        }
        return best;
    }

    private static double turns(int turns) {
        VectorSpecies<Double> lanes = DoubleVector.SPECIES_PREFERRED;
        DoubleVector x = DoubleVector.broadcast(lanes, 0.999999);
        DoubleVector y = DoubleVector.broadcast(lanes, 1e-6);
        DoubleVector a = y;
        DoubleVector b = y;
        DoubleVector c = y;
        DoubleVector d = y;
        DoubleVector e = y;
        DoubleVector f = y;
        DoubleVector g = y;
        DoubleVector h = y;
        DoubleVector i = y;
        DoubleVector j = y;
        DoubleVector k = y;
        DoubleVector l = y;
        DoubleVector m = y;
        DoubleVector n = y;
        DoubleVector o = y;
        DoubleVector p = y;
        for (int turn = 0; turn < turns; turn++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
            m = m.fma(x, y);
            n = n.fma(x, y);
            o = o.fma(x, y);
            p = p.fma(x, y);
        }
        DoubleVector one = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h);
        DoubleVector two = i.add(j).add(k).add(l).add(m).add(n).add(o).add(p);
        return one.add(two).reduceLanes(VectorOperators.ADD);
    }
}
