package stemma.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import stemma.core.Json;

/** All outcomes of a run as text, as Markdown for the README, or as JSON. */
record Report(MachineFacts machine, List<Outcome> outcomes) {
    /** Exit code when a measurement came to no figure. */
    static final int NOT_SHOWN = 1;

    /** Exit code when every figure is there and one misses its bar. */
    static final int MISSED = 2;

    private static final List<String> HEAD =
            List.of("figure", "reached", "bar", "met", "peer in the same run", "ratio");

    Report {
        outcomes = List.copyOf(outcomes);
    }

    /** How the outcomes are written. */
    enum Form {
        TEXT,
        MARKDOWN,
        JSON
    }

    /** How many figures have a bar. */
    private long bars() {
        return outcomes.stream()
                .flatMap(outcome -> outcome.figures().stream())
                .filter(figure -> figure.bar().isPresent())
                .count();
    }

    List<Figure> missed() {
        return outcomes.stream().flatMap(outcome -> outcome.missed().stream()).toList();
    }

    private List<Outcome> notShown() {
        return outcomes.stream().filter(outcome -> !outcome.shown()).toList();
    }

    /** The exit code: a row that is not shown is an error always, a bar that is missed when strict. */
    int code(boolean strict) {
        if (!notShown().isEmpty()) {
            return NOT_SHOWN;
        }
        return strict && !missed().isEmpty() ? MISSED : 0;
    }

    String in(Form form) {
        return switch (form) {
            case TEXT -> text();
            case MARKDOWN -> markdown();
            case JSON -> json();
        };
    }

    private static List<String> row(Figure figure) {
        return List.of(
                figure.what(),
                figure.reached(),
                figure.bar().map(bar -> bar.text(figure.unit())).orElse(""),
                figure.met().map(met -> met ? "yes" : "no").orElse(""),
                figure.peer()
                        .map(peer -> peer.what() + ": " + Figure.number(peer.value()) + " " + figure.unit())
                        .orElse(""),
                figure.ratioText());
    }

    private String text() {
        StringBuilder text = new StringBuilder(machine.text()).append('\n');
        for (Outcome outcome : outcomes) {
            text.append(String.format(
                    Locale.ROOT, "%n%s: %s (load %.2f)%n", outcome.name(), outcome.what(), outcome.load()));
            if (outcome.shown()) {
                table(outcome.figures(), text);
            } else {
                text.append("  not shown: ").append(outcome.obstacle()).append('\n');
            }
        }
        return text.append('\n').append(closing()).append('\n').toString();
    }

    private String closing() {
        List<Figure> missed = missed();
        StringBuilder words = new StringBuilder((bars() - missed.size()) + " of " + bars() + " bars met");
        if (!missed.isEmpty()) {
            words.append("; missed: ").append(missed.stream().map(Figure::what).collect(Collectors.joining(", ")));
        }
        if (!notShown().isEmpty()) {
            words.append("; not shown: ")
                    .append(notShown().stream().map(Outcome::name).collect(Collectors.joining(", ")));
        }
        return words.append('.').toString();
    }

    private static void table(List<Figure> figures, StringBuilder text) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        figures.forEach(figure -> rows.add(row(figure)));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = 0; i < widths.length; i++) {
                line.append(' ')
                        .append(row.get(i))
                        .append(" ".repeat(widths[i] - row.get(i).length() + 1));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private String markdown() {
        StringBuilder text =
                new StringBuilder("`./stemma bench` on ").append(machine.text()).append(".\n\n");
        markdown(HEAD, text);
        markdown(HEAD.stream().map(cell -> "---").toList(), text);
        for (Outcome outcome : outcomes) {
            outcome.figures().forEach(figure -> markdown(row(figure), text));
            if (!outcome.shown()) {
                markdown(List.of(outcome.what(), "not shown", "", "no", "", ""), text);
            }
        }
        notShown()
                .forEach(outcome -> text.append("\nNot shown: ")
                        .append(outcome.name())
                        .append(", ")
                        .append(outcome.obstacle())
                        .append(".\n"));
        return text.append('\n').append(closing()).append('\n').toString();
    }

    private static void markdown(List<String> cells, StringBuilder text) {
        cells.forEach(cell -> text.append("| ").append(cell.replace("|", "\\|")).append(' '));
        text.append("|\n");
    }

    private String json() {
        Json all = Json.object()
                .put("machine", machine.json())
                .put("bars", bars())
                .put("missed", missed().size())
                .put("notShown", notShown().size())
                .put("outcomes", Json.array(outcomes.stream().map(Outcome::json).toList()))
                .build();
        return all.text() + "\n";
    }
}
