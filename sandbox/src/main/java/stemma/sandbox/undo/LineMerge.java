package stemma.sandbox.undo;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Brings two changes of one text together, line by line.
 *
 * <pre>
 *   base ---- ours     what somebody did since
 *     \
 *      ------ theirs   what taking back does
 * </pre>
 *
 * A place that one side alone changed is taken from it. Where both changed the same or neighbouring lines
 * they have to have made the same of them; anything else is a conflict, and nothing is merged. Line ends
 * and the lack of a last one are part of the line. What is not UTF-8, or holds a zero, is not text.
 */
final class LineMerge {
    private final List<String> base;
    private final List<String> ours;
    private final List<String> theirs;

    private LineMerge(List<String> base, List<String> ours, List<String> theirs) {
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
    }

    /** What came of it. */
    sealed interface Outcome {
        /** Both changes, in one text. */
        record Merged(byte[] content) implements Outcome {}

        /**
         * Nothing.
         *
         * @param why one clause
         */
        record Conflict(String why) implements Outcome {}
    }

    static Outcome of(byte[] base, byte[] ours, byte[] theirs) {
        Optional<List<String>> b = lines(base);
        Optional<List<String>> o = lines(ours);
        Optional<List<String>> t = lines(theirs);
        if (b.isEmpty() || o.isEmpty() || t.isEmpty()) {
            return new Outcome.Conflict("it was changed since, and is not text that could be merged");
        }
        LineMerge merge = new LineMerge(b.get(), o.get(), t.get());
        Optional<List<LineDiff.Hunk>> since = LineDiff.of(merge.base, merge.ours);
        Optional<List<LineDiff.Hunk>> back = LineDiff.of(merge.base, merge.theirs);
        if (since.isEmpty() || back.isEmpty()) {
            return new Outcome.Conflict(
                    "it was changed since, and differs in more than " + LineDiff.EDITS_MAX + " lines");
        }
        return merge.groups(since.get(), back.get());
    }

    private Outcome groups(List<LineDiff.Hunk> since, List<LineDiff.Hunk> back) {
        List<LineDiff.Hunk> all = new ArrayList<>(since);
        all.addAll(back);
        all.sort(Comparator.comparingInt(LineDiff.Hunk::from).thenComparingInt(LineDiff.Hunk::to));
        StringBuilder merged = new StringBuilder();
        List<String> conflicts = new ArrayList<>();
        int done = 0;
        int at = 0;
        while (at < all.size()) {
            int from = all.get(at).from();
            int to = all.get(at).to();
            int end = at + 1;
            while (end < all.size() && all.get(end).from() <= to) {
                to = Math.max(to, all.get(end).to());
                end++;
            }
            base.subList(done, from).forEach(merged::append);
            List<String> nowLines = in(ours, since, from, to);
            String now = String.join("", nowLines);
            String then = String.join("", in(theirs, back, from, to));
            String was = String.join("", base.subList(from, to));
            if (now.equals(then) || then.equals(was)) {
                merged.append(now);
            } else if (now.equals(was)) {
                merged.append(then);
            } else {
                conflicts.add(shown(from + shift(since, from), nowLines.size()));
            }
            done = to;
            at = end;
        }
        base.subList(done, base.size()).forEach(merged::append);
        return conflicts.isEmpty()
                ? new Outcome.Merged(merged.toString().getBytes(StandardCharsets.UTF_8))
                : new Outcome.Conflict("it was changed since at the same place: " + String.join(", ", conflicts));
    }

    /** What one side made of these lines of the base. No change of a side reaches over their edges. */
    private static List<String> in(List<String> side, List<LineDiff.Hunk> hunks, int from, int to) {
        int within = hunks.stream()
                .filter(hunk -> hunk.from() >= from && hunk.to() <= to)
                .mapToInt(LineMerge::grown)
                .sum();
        int begin = from + shift(hunks, from);
        return side.subList(begin, begin + to - from + within);
    }

    /** By how much a side's lines are further down than the base's at this line, its changes there not counted. */
    private static int shift(List<LineDiff.Hunk> hunks, int line) {
        return hunks.stream()
                .filter(hunk -> hunk.from() < line)
                .mapToInt(LineMerge::grown)
                .sum();
    }

    private static int grown(LineDiff.Hunk hunk) {
        return (hunk.otherTo() - hunk.otherFrom()) - (hunk.to() - hunk.from());
    }

    /** As a person counts lines, from 1. */
    private static String shown(int from, int count) {
        return count <= 1 ? "line " + (from + 1) : "lines " + (from + 1) + " to " + (from + count);
    }

    /** The lines with their ends; empty when this is no text. */
    static Optional<List<String>> lines(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
        if (text.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int feed = text.indexOf('\n', from);
            int end = feed < 0 ? text.length() : feed + 1;
            lines.add(text.substring(from, end));
            from = end;
        }
        return Optional.of(lines);
    }
}
