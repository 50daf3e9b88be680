package stemma.sandbox.undo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The shortest way from one list of lines to another, as the places where they differ.
 *
 * <p>It is Myers' greedy search over the edit graph, on what is left between a common beginning and a common
 * end. Its price grows with the number of differing lines and not with the files, but squared, so that
 * number is bounded; two texts that differ in more have little in common that a merge could keep. This bound
 * is why no library does it.
 *
 * <p>Reference: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1, 1986.
 */
final class LineDiff {
    /** Lines removed and lines added, together. */
    static final int EDITS_MAX = 2_000;

    private LineDiff() {}

    /** Lines {@code from} to before {@code to} of the one became those of the other. Never both empty. */
    record Hunk(int from, int to, int otherFrom, int otherTo) {}

    /** Where the other differs from the base, in order and never touching; empty when it does so too much. */
    static Optional<List<Hunk>> of(List<String> base, List<String> other) {
        int head = 0;
        int shorter = Math.min(base.size(), other.size());
        while (head < shorter && base.get(head).equals(other.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && base.get(base.size() - 1 - tail).equals(other.get(other.size() - 1 - tail))) {
            tail++;
        }
        List<String> a = base.subList(head, base.size() - tail);
        List<String> b = other.subList(head, other.size() - tail);
        int offset = head;
        return reached(a, b).map(steps -> hunks(a, b, steps, offset));
    }

    /** How far each diagonal got with 0, 1, 2 ... edits, until the end was reached. */
    private static Optional<List<int[]>> reached(List<String> a, List<String> b) {
        List<int[]> steps = new ArrayList<>();
        int[] furthest = new int[2 * EDITS_MAX + 3];
        int middle = EDITS_MAX + 1;
        for (int edits = 0; edits <= EDITS_MAX; edits++) {
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
                int at = middle + diagonal;
                int x = down(furthest, at, diagonal, edits) ? furthest[at + 1] : furthest[at - 1] + 1;
                while (x < a.size() && x - diagonal < b.size() && a.get(x).equals(b.get(x - diagonal))) {
                    x++;
                }
                furthest[at] = x;
                if (x >= a.size() && x - diagonal >= b.size()) {
                    steps.add(Arrays.copyOfRange(furthest, middle - edits - 1, middle + edits + 2));
                    return Optional.of(steps);
                }
            }
            steps.add(Arrays.copyOfRange(furthest, middle - edits - 1, middle + edits + 2));
        }
        return Optional.empty();
    }

    /** Whether the best way to this diagonal adds a line; otherwise it removes one. */
    private static boolean down(int[] furthest, int at, int diagonal, int edits) {
        return diagonal == -edits || (diagonal != edits && furthest[at - 1] < furthest[at + 1]);
    }

    /** Walks back from the end, and joins neighbouring edits. */
    private static List<Hunk> hunks(List<String> a, List<String> b, List<int[]> steps, int offset) {
        List<Hunk> hunks = new ArrayList<>();
        int x = a.size();
        int y = b.size();
        for (int edits = steps.size() - 1; edits > 0; edits--) {
            int[] before = steps.get(edits - 1);
            int diagonal = x - y;
            int at = diagonal + edits; // the row of one edit less is one narrower on both sides
            boolean down = diagonal == -edits || (diagonal != edits && before[at - 1] < before[at + 1]);
            int fromX = down ? before[at + 1] : before[at - 1];
            int fromY = fromX - (down ? diagonal + 1 : diagonal - 1);
            Hunk edit = new Hunk(
                    offset + fromX, offset + fromX + (down ? 0 : 1), offset + fromY, offset + fromY + (down ? 1 : 0));
            add(hunks, edit);
            x = fromX;
            y = fromY;
        }
        return hunks.reversed();
    }

    private static void add(List<Hunk> hunks, Hunk edit) {
        if (!hunks.isEmpty()
                && edit.to() == hunks.getLast().from()
                && edit.otherTo() == hunks.getLast().otherFrom()) {
            Hunk next = hunks.removeLast();
            hunks.add(new Hunk(edit.from(), next.to(), edit.otherFrom(), next.otherTo()));
        } else {
            hunks.add(edit);
        }
    }
}
