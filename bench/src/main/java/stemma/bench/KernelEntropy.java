package stemma.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Von Neumann entropies of dense states, one thread, beside QuTiP. */
final class KernelEntropy implements Measurement {
    private record Wanted(int size, double ratio) {}

    private static final List<Wanted> BARS = List.of(new Wanted(8, 5), new Wanted(64, 0.5));

    @Override
    public String name() {
        return "kernel-entropy";
    }

    @Override
    public String what() {
        return "von Neumann entropy of a dense state, one thread, beside QuTiP";
    }

    @Override
    public List<Figure> run(Lab lab) throws IOException, InterruptedException {
        KernelRun.Rates rates = new KernelRun(lab).rates("entropy");
        if (!rates.has("qutip-entropy", BARS.getFirst().size())) {
            throw new NotMeasured("QuTiP is missing; install python3-qutip");
        }
        List<Figure> figures = new ArrayList<>();
        for (Wanted wanted : BARS) {
            double peer = rates.at("qutip-entropy", wanted.size());
            figures.add(Figure.of("d = " + wanted.size(), rates.at("entropy", wanted.size()), "entropies/s")
                    .beside("QuTiP", peer)
                    .bar(Bar.atLeast(wanted.ratio() * peer)));
        }
        return figures;
    }
}
