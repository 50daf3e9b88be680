package stemma.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what an edit that matched nothing probably meant, so that its author can mend it. */
final class WorkspaceNearest {
    static final int LINES_MAX = 20_000;
    private static final int SHOWN_CHARS_MAX = 200;
    private static final double ALIKE_MIN = 0.5;

    private WorkspaceNearest() {}

    static String hint(byte[] content, String wanted) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.contains("\r\n") && text.replace("\r\n", "\n").contains(wanted)) {
            return "the lines of this file end in CR LF, so end the lines of the text in \\r\\n too";
        }
        List<String> lines = Arrays.asList(text.split("\n", LINES_MAX + 1));
        List<String> first = Arrays.asList(wanted.strip().split("\n", LINES_MAX));
        int best = nearest(lines, first);
        if (best < 0) {
            return "nothing in the file resembles it; read the file and copy the text exactly";
        }
        String shown = String.join("\n", lines.subList(best, Math.min(lines.size(), best + first.size())));
        String cut = shown.length() > SHOWN_CHARS_MAX ? shown.substring(0, SHOWN_CHARS_MAX) + "..." : shown;
        boolean spaces = squeezed(shown).equals(squeezed(wanted));
        return "the nearest is at line " + (best + 1) + (spaces ? ", where only white space differs" : "") + ": \""
                + cut + "\"";
    }

    private static int nearest(List<String> lines, List<String> wanted) {
        int best = -1;
        double bestScore = ALIKE_MIN;
        List<Set<Integer>> pieces =
                wanted.stream().limit(3).map(WorkspaceNearest::pairs).toList();
        for (int i = 0; i < Math.min(lines.size(), LINES_MAX); i++) {
            double score = 0;
            for (int j = 0; j < pieces.size() && i + j < lines.size(); j++) {
                score += alike(pieces.get(j), pairs(lines.get(i + j)));
            }
            if (score / pieces.size() > bestScore) {
                bestScore = score / pieces.size();
                best = i;
            }
        }
        return best;
    }

    /** Dice's coefficient over pairs of neighbouring characters, white space left out. */
    private static double alike(Set<Integer> a, Set<Integer> b) {
        if (a.isEmpty() && b.isEmpty()) {
            return 1;
        }
        long both = a.stream().filter(b::contains).count();
        return 2.0 * both / (a.size() + b.size());
    }

    private static Set<Integer> pairs(String line) {
        String s = squeezed(line.length() > SHOWN_CHARS_MAX ? line.substring(0, SHOWN_CHARS_MAX) : line);
        Set<Integer> pairs = new HashSet<>();
        for (int i = 0; i < s.length(); i++) {
            pairs.add(s.charAt(i) << 16 | (i + 1 < s.length() ? s.charAt(i + 1) : 0));
        }
        return pairs;
    }

    private static String squeezed(String s) {
        return s.replaceAll("\\s+", "");
    }
}
