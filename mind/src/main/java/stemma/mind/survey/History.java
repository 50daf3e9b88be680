package stemma.mind.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was read of a Git log.
 *
 * @param commits the newest first; one that the cut went through is not among them
 * @param droppedBytes what the command's output lost between its head and its tail; 0 when it is whole
 */
record History(List<Commit> commits, long droppedBytes) {
    /** What Git is told to print of a commit, ahead of the lines of {@code --numstat}. */
    static final String FORMAT = "%x1e%H%x1f%an%x1f%at%x1f%s";

    static final History NONE = new History(List.of(), 0);

    /** How an output says that its middle is missing; no line of the log looks so. */
    private static final Pattern DROPPED = Pattern.compile("(?m)^\\[(\\d{1,18}) bytes dropped]$");

    /** One commit as the log tells it. */
    record Commit(String hash, String author, long atSeconds, String subject, Map<String, Long> changed) {}

    History {
        commits = List.copyOf(commits);
    }

    /** Whether commits are missing, so that every count is a lower bound. */
    boolean cut() {
        return droppedBytes > 0;
    }

    static History parse(String log) {
        List<Commit> commits = new ArrayList<>();
        long dropped = 0;
        for (String part : log.split("\u001e", -1)) {
            Matcher gap = DROPPED.matcher(part);
            if (gap.find()) {
                dropped += Long.parseLong(gap.group(1));
            } else {
                add(part.lines().toList(), commits);
            }
        }
        return new History(commits, dropped);
    }

    private static void add(List<String> lines, List<Commit> commits) {
        String[] head = lines.isEmpty() ? new String[0] : lines.getFirst().split("\u001f", -1);
        if (head.length != 4 || !head[0].matches("[0-9a-f]{40,64}") || !head[2].matches("\\d{1,12}")) {
            return;
        }
        Map<String, Long> changed = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", 3);
            if (cells.length == 3) {
                changed.put(cells[2], number(cells[0]) + number(cells[1]));
            }
        }
        commits.add(new Commit(head[0], head[1], Long.parseLong(head[2]), head[3], changed));
    }

    private static long number(String cell) {
        return cell.matches("\\d{1,9}") ? Long.parseLong(cell) : 0;
    }
}
