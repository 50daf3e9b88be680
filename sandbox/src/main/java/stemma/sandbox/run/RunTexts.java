package stemma.sandbox.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import stemma.sandbox.linux.RawPath;

/** Runs as a terminal shows them. */
public final class RunTexts {
    /** Of the paths that one question is about, in its one sentence; the question itself lists all. */
    static final int ASKED_SHOWN_MAX = 20;

    private static final int LINES_MAX = 40;

    private RunTexts() {}

    static String text(RunOperations.Listed listed) {
        if (listed.runs().isEmpty()) {
            return "no runs yet; start one with: stemma run -- COMMAND";
        }
        StringBuilder text = new StringBuilder();
        for (RunView run : listed.runs()) {
            String exit = run.exitCode() < 0 ? "" : "exit " + run.exitCode();
            text.append(String.format("%-8s %-9s %-8s %s%n", run.id(), run.state(), exit, run.command()));
        }
        return text.toString().stripTrailing();
    }

    static String text(RunView run) {
        StringBuilder text = new StringBuilder();
        text.append("run      ")
                .append(run.id())
                .append("  ")
                .append(run.state())
                .append('\n');
        text.append("command  ").append(run.command()).append('\n');
        if (!run.folder().isEmpty()) {
            text.append("folder   ")
                    .append(run.folder())
                    .append("  (")
                    .append(run.view())
                    .append(")\n");
        }
        if (run.exitCode() >= 0) {
            text.append("exit     ")
                    .append(run.exitCode())
                    .append(", after ")
                    .append(run.endedMillis() - run.startedMillis())
                    .append(" ms\n");
        }
        if (!run.granted().isEmpty()) {
            text.append("granted  ").append(run.granted()).append('\n');
        }
        run.hosts()
                .forEach(host ->
                        text.append("host     ").append(host.host()).append(host.allowed() ? "\n" : "  refused\n"));
        if (!run.strength().isEmpty()) {
            text.append("strength ").append(run.strength()).append('\n');
        }
        if (run.output().bytes() > 0) {
            text.append("output   ").append(output(run.output())).append('\n');
        }
        run.notes().forEach(note -> text.append("note     ").append(note).append('\n'));
        changes(run.changes()).forEach(line -> text.append(line).append('\n'));
        return text.toString().stripTrailing();
    }

    private static String output(RunView.OutputView output) {
        String all = String.format(Locale.ROOT, "%,d bytes", output.bytes());
        if (!output.trouble().isEmpty()) {
            return all + "; all but the end is dropped: " + output.trouble();
        }
        if (output.keptBytes() == 0) {
            return all;
        }
        String where = output.file().isEmpty() ? "no longer kept" : "in " + output.file();
        String dropped = output.droppedBytes() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; the %,d after them are dropped, but for the last %,d",
                        output.droppedBytes(),
                        Math.min(output.droppedBytes(), Tail.TAIL_BYTES_MAX));
        return String.format(
                Locale.ROOT,
                "%s; the first %,d %s%s\n         sha256 %s",
                all,
                output.keptBytes(),
                where,
                dropped,
                output.sha256());
    }

    /** One line a change, at most forty, and how many more there are. */
    public static List<String> changes(List<RunView.ChangeView> changes) {
        List<String> lines = new ArrayList<>();
        for (RunView.ChangeView change : changes) {
            if (lines.size() == LINES_MAX) {
                lines.add("  … and " + (changes.size() - LINES_MAX) + " more");
                break;
            }
            String from = change.from().isEmpty() ? "" : "  (was " + change.from() + ")";
            String flags = change.flags().isEmpty() ? "" : "  [" + String.join(", ", change.flags()) + "]";
            lines.add("  " + sign(change.kind()) + " " + printable(change.path()) + from + flags);
        }
        return lines;
    }

    private static String sign(String kind) {
        return switch (kind) {
            case "created" -> "+";
            case "deleted" -> "-";
            case "renamed" -> ">";
            default -> "~";
        };
    }

    /** A name may hold a line feed or a terminal's control codes; shown, it holds neither. */
    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "\u00b7");
    }

    public static String text(RunOperations.Ended ended) {
        StringBuilder text = new StringBuilder(ended.what() + " " + ended.id() + " is " + ended.state());
        long refused = ended.count(RunOperations.FileEnd.REFUSED);
        if (refused > 0) {
            text.append(", but ")
                    .append(refused)
                    .append(" of ")
                    .append(ended.files().size())
                    .append(" refused");
        }
        for (RunOperations.FileEnd file : ended.files()) {
            text.append("\n  ").append(file.outcome()).append(' ').append(printable(file.path()));
            if (!file.reason().isEmpty()) {
                text.append(": ").append(file.reason());
            }
        }
        return text.toString();
    }

    /** What was applied stays where it is; only the way back can be forgotten. */
    static String discarded(RunOperations.Ended ended) {
        return ended.state().equals(RunTable.APPLIED)
                ? "run " + ended.id() + " stays applied, and can no longer be undone"
                : text(ended);
    }

    /** The paths that a question is about besides the first, which is the act's target. */
    static String others(List<Path> asked) {
        if (asked.size() < 2) {
            return "";
        }
        String names = asked.stream()
                .skip(1)
                .limit(ASKED_SHOWN_MAX)
                .map(RawPath::shown)
                .collect(Collectors.joining(", "));
        int more = asked.size() - 1 - ASKED_SHOWN_MAX;
        return ", " + names + (more > 0 ? " and " + more + " more" : "");
    }
}
