package stemma.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code ./stemma bench [NAME...] [--quick] [--strict] [--json | --markdown]}: prints every figure beside
 * its bar and its peer. Progress goes to the error stream. A row that is not shown is an error. A bar
 * that is missed is shown with "no", and is an error with {@code --strict}.
 */
public final class Main {
    private static final int USAGE = 64;

    private static final List<Measurement> TIMED = List.of(
            new FreshClone(),
            new GateObserveFigures(),
            new GateEffectFigures(),
            new NodeStart(),
            new IdleNode(),
            new RunOverhead(),
            new LedgerBulk(),
            new PlannerMatch(),
            new PolicyFigures(),
            new KernelStep(),
            new KernelEntropy(),
            new KernelDeterminism(),
            new KernelAblation(),
            new CartridgeCalls(),
            new CartridgeKernels());

    private Main() {}

    /** Every measurement, the proofs last, because their tests warm the machine up. */
    static List<Measurement> all() {
        return Stream.concat(TIMED.stream(), Proofs.all().stream()).toList();
    }

    /** Measures and ends with 0, with the code of the report, or with 64 for a word that it does not know. */
    public static void main(String... args) throws IOException {
        PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code;
        try {
            code = measure(Order.read(all(), List.of(args)), progress);
        } catch (IllegalArgumentException e) {
            progress.println("stemma: " + e.getMessage());
            code = USAGE;
        }
        System.exit(code);
    }

    private static int measure(Order order, PrintStream progress) throws IOException {
        Path root =
                Path.of(System.getProperty("stemma.root", "")).toAbsolutePath().normalize();
        try (Lab lab = Lab.open(root, order.quick(), progress)) {
            Thread sweeper = new Thread(lab::close, "sweeper");
            Runtime.getRuntime().addShutdownHook(sweeper);
            MachineFacts machine = MachineFacts.read(lab.folder());
            List<Outcome> outcomes = new ArrayList<>();
            for (Measurement measurement : order.measurements()) {
                outcomes.add(outcome(measurement, lab));
            }
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            Report report = new Report(machine, outcomes);
            out.print(report.in(order.form()));
            return report.code(order.strict());
        }
    }

    /** One measurement that fails does not cost the figures of the others. */
    private static Outcome outcome(Measurement measurement, Lab lab) {
        double load = MachineFacts.loadNow();
        lab.say(measurement.name() + ": " + measurement.what());
        List<Figure> figures = List.of();
        String obstacle = "";
        try {
            figures = measurement.run(lab);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            obstacle = "it was interrupted";
        } catch (Exception | LinkageError e) {
            obstacle = e instanceof NotMeasured ? String.valueOf(e.getMessage()) : e.toString();
        }
        return new Outcome(measurement.name(), measurement.what(), figures, obstacle, load);
    }
}
