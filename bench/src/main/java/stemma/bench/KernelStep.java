package stemma.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps of two dense Kraus operators, one thread, beside numpy with OpenBLAS and QuTiP in one run, and the
 * share of the core's peak that they reach. The operations counted are those that are done, not those of
 * the formula: the second product leaves out the panels below the diagonal.
 */
final class KernelStep implements Measurement {
    private static final double PEAK_BAR_SHARE = 0.5;
    private static final int PEAK_SIZE_MIN = 32;
    private static final int PANEL = 8;
    private static final int KRAUS = 2;
    private static final String PACE = "steps/s";

    @Override
    public String name() {
        return "kernel-step";
    }

    @Override
    public String what() {
        return "a step of two Kraus operators, one thread, beside numpy and QuTiP, and its share of the peak";
    }

    @Override
    public List<Figure> run(Lab lab) throws IOException, InterruptedException {
        KernelRun.Rates rates = new KernelRun(lab).rates("step");
        List<Figure> figures = new ArrayList<>();
        double peak = rates.at("peak", 1);
        figures.add(Figure.of("peak of one core, fused multiply-adds in registers", peak, "GFLOP/s"));
        for (int size : KernelProbe.SIZES) {
            double step = rates.at("step", size);
            double numpy = rates.at("numpy-step", size);
            figures.add(Figure.of("d = " + size, step, PACE)
                    .beside("numpy with OpenBLAS, the same operators", numpy)
                    .bar(Bar.atLeast(numpy)));
            if (rates.has("qutip-step", size)) {
                figures.add(Figure.of("d = " + size, step, PACE).beside("QuTiP", rates.at("qutip-step", size)));
            } else {
                lab.say("QuTiP is missing; install python3-qutip for its rows");
            }
            if (size >= PEAK_SIZE_MIN) {
                double share = step * operations(size) / 1e9 / peak;
                figures.add(Figure.of("d = " + size + ", operations done", share, "of the peak")
                        .bar(Bar.atLeast(PEAK_BAR_SHARE)));
            }
        }
        return figures;
    }

    /** Eight real operations per complex one: d³ of them for rho K†, and the upper panels of d³ for K rho K†. */
    private static double operations(int size) {
        double panels = size / (double) PANEL;
        double upper = (panels + 1) / (2 * panels);
        return KRAUS * 8 * (1 + upper) * size * size * size;
    }
}
