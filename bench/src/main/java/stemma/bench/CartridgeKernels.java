package stemma.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stemma.cartridge.engine.Linked;

/** Four kernels in C, compiled once, with fuel in a cartridge and beside them in Node's V8. */
final class CartridgeKernels implements Measurement {
    private static final double BAR_EACH = 1.8;
    private static final double BAR_MEAN = 1.2;
    private static final Map<String, Long> SIZES =
            Map.of("fib", 32L, "sieve", 5_000_000L, "matmul", 200L, "sha", 4_194_304L);

    @Override
    public String name() {
        return "cartridge-kernels";
    }

    @Override
    public String what() {
        return "fib, sieve, matmul and SHA-256 from C with fuel on, as multiples of Node's V8 in the same run";
    }

    @Override
    public List<Figure> run(Lab lab) throws Exception {
        int calls = lab.rounds(40, 20);
        Path module = Guests.compiled(lab, "kernels.c");
        Path script = Files.writeString(module.resolveSibling("kernels.js"), Guests.resource("kernels.js"));
        Map<String, Double> peer = new HashMap<>();
        String said =
                Guests.said("nodejs", List.of("node", script.toString(), module.toString(), Integer.toString(calls)));
        said.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            peer.put(words[0], Double.parseDouble(words[1]));
        });
        Guests guests = new Guests();
        Linked linked = Guests.linked(Files.readAllBytes(module));
        List<Figure> figures = new ArrayList<>();
        double product = 1;
        for (String kernel : List.of("fib", "sieve", "matmul", "sha")) {
            double own = guests.kernel(linked, kernel, SIZES.getOrDefault(kernel, 0L), calls);
            double ratio = own / peer.getOrDefault(kernel, Double.NaN);
            product *= ratio;
            figures.add(Figure.of(kernel + ", times V8", ratio, "x").bar(Bar.atMost(BAR_EACH)));
        }
        figures.add(Figure.of("geometric mean, times V8", Math.pow(product, 0.25), "x")
                .bar(Bar.atMost(BAR_MEAN)));
        return figures;
    }
}
