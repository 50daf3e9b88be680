package stemma.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code ./stemma bench [NAME...] [--quick] [--json | --markdown]}: prints every figure beside its
 * bar and its peer. Progress goes to the error stream. A bar that is missed is shown, and is no error;
 * a figure that could not be measured is one.
 */
public final class Main {
    private static final int FAILED = 1;
    private static final int USAGE = 64;

    private static final List<Measurement> ALL = List.of(
            new GateObserveFigures(),
            new GateEffectFigures(),
            new NodeStart(),
            new IdleNode(),
            new RunOverhead(),
            new LedgerBulk(),
            new PlannerMatch());

    private Main() {}

    /** What was asked for. */
    private record Order(List<Measurement> measurements, boolean quick, Report.Form form) {
        static Order read(List<String> words) {
            Set<String> names = new TreeSet<>();
            boolean quick = false;
            Report.Form form = Report.Form.TEXT;
            for (String word : words) {
                switch (word) {
                    case "--quick" -> quick = true;
                    case "--json" -> form = Report.Form.JSON;
                    case "--markdown" -> form = Report.Form.MARKDOWN;
                    default -> names.add(known(word));
                }
            }
            List<Measurement> chosen = ALL.stream()
                    .filter(measurement -> names.isEmpty() || names.contains(measurement.name()))
                    .toList();
            return new Order(chosen, quick, form);
        }

        private static String known(String name) {
            if (ALL.stream().noneMatch(measurement -> measurement.name().equals(name))) {
                throw new IllegalArgumentException("bench knows --quick, --json, --markdown and "
                        + ALL.stream().map(Measurement::name).collect(Collectors.joining(", ")) + ", not " + name);
            }
            return name;
        }
    }

    /** Measures and ends with 0, 1 when something could not be measured, or 64. */
    public static void main(String... args) throws IOException {
        PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code;
        try {
            code = measure(Order.read(List.of(args)), progress);
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
            out.print(new Report(machine, outcomes).in(order.form()));
            return outcomes.stream().allMatch(outcome -> outcome.obstacle().isEmpty()) ? 0 : FAILED;
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
