package stemma.node;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The known words nearest to a mistyped one, counted in slips of the finger: a letter too many, one too
 * few, another one, or two neighbours swapped (optimal string alignment distance).
 */
final class Nearest {
    private static final int SLIPS_MAX = 2;
    private static final int SHOWN_MAX = 2;
    private static final int WORD_CHARS_MAX = 64;

    private Nearest() {}

    /** At most two words, the nearest first; none when all are too far. */
    static List<String> to(String word, Collection<String> known) {
        int allowed = Math.min(SLIPS_MAX, (word.length() - 1) / 2);
        if (word.length() > WORD_CHARS_MAX) {
            return List.of();
        }
        return known.stream()
                .filter(candidate -> slips(word, candidate) <= allowed)
                .sorted(Comparator.<String>comparingInt(candidate -> slips(word, candidate))
                        .thenComparing(c -> c))
                .limit(SHOWN_MAX)
                .toList();
    }

    private static int slips(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, d, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int[][] d, int i, int j) {
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + other);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
