package stemma.core;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one way in which data from a stranger becomes data of the node without a person: a value of a
 * small type, with bounds that were fixed before the data was looked at.
 *
 * <p>What makes tainted text dangerous is that it can say anything. A number between 1 and 100, or one
 * of five words that the node itself wrote down, cannot. So the set of types is closed, each leaves no
 * room for a sentence, and the value keeps its sources, so that a receipt still shows whose file it
 * came from. A refusal never repeats the text: an error message would carry it past the bounds.
 *
 * <p>It says nothing of whether the value is true. A stranger still chooses among the values, so bounds
 * must be such that any of them does no harm.
 *
 * @param <T> what is taken out
 */
public sealed interface Extract<T> {
    /** The value, if the text is exactly one; blanks around it do not count. */
    Extracted<T> from(String text, Provenance provenance);

    private static void bounded(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** What came of it. */
    sealed interface Extracted<T> {
        /**
         * A value within the bounds.
         *
         * @param provenance of the value: of the node's trust at most, from the sources of the text
         */
        record Taken<T>(T value, Provenance provenance) implements Extracted<T> {}

        /**
         * No such value.
         *
         * @param why one clause, in words of the node alone
         */
        record Refused<T>(String why) implements Extracted<T> {}
    }

    /** A whole number from min to max, both included, written in decimal digits. */
    record Whole(long min, long max) implements Extract<Long> {
        /** A wider range could spell something. */
        public static final long RANGE_MAX = 1_000_000_000_000L;

        private static final Pattern FORM = Pattern.compile("-?[0-9]{1,18}");

        public Whole {
            bounded(min <= max && min > -RANGE_MAX && max <= min + RANGE_MAX, "a range has at most 10^12 numbers");
        }

        @Override
        public Extracted<Long> from(String text, Provenance provenance) {
            String given = text.strip();
            long value = FORM.matcher(given).matches() ? Long.parseLong(given) : Long.MIN_VALUE;
            return value >= min && value <= max
                    ? new Extracted.Taken<>(value, provenance.extracted())
                    : new Extracted.Refused<>("it is no whole number from " + min + " to " + max);
        }
    }

    /** One of these words, to the letter. */
    record OneOf(List<String> words) implements Extract<String> {
        public static final int WORDS_MAX = 256;
        public static final int WORD_CHARS_MAX = 64;

        public OneOf {
            words = List.copyOf(words);
            bounded(!words.isEmpty() && words.size() <= WORDS_MAX, "a choice has 1 to 256 words");
            words.forEach(word -> Limits.text("a word to choose", word, 1, WORD_CHARS_MAX));
        }

        @Override
        public Extracted<String> from(String text, Provenance provenance) {
            int at = words.indexOf(text.strip());
            return at >= 0
                    ? new Extracted.Taken<>(words.get(at), provenance.extracted())
                    : new Extracted.Refused<>("it is none of the " + words.size() + " words that were given");
        }
    }

    /** {@code true} or {@code false}. */
    record Flag() implements Extract<Boolean> {
        @Override
        public Extracted<Boolean> from(String text, Provenance provenance) {
            return switch (text.strip()) {
                case "true" -> new Extracted.Taken<>(true, provenance.extracted());
                case "false" -> new Extracted.Taken<>(false, provenance.extracted());
                default -> new Extracted.Refused<>("it is neither true nor false");
            };
        }
    }

    /** A day from first to last, both included, written as 2026-12-31. */
    record Day(LocalDate first, LocalDate last) implements Extract<LocalDate> {
        private static final Pattern FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

        public Day {
            bounded(!first.isAfter(last), "the first day is not after the last");
        }

        @Override
        public Extracted<LocalDate> from(String text, Provenance provenance) {
            String given = text.strip();
            try {
                if (FORM.matcher(given).matches()) {
                    LocalDate day = LocalDate.parse(given);
                    if (!day.isBefore(first) && !day.isAfter(last)) {
                        return new Extracted.Taken<>(day, provenance.extracted());
                    }
                }
            } catch (DateTimeParseException noSuchDay) {
                // such as the 31st of February: refused below like any other text that is no day
            }
            return new Extracted.Refused<>("it is no day from " + first + " to " + last);
        }
    }

    /** A SHA-256 digest in 64 lower-case hexadecimal digits. */
    record Hash() implements Extract<Digest> {
        private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

        @Override
        public Extracted<Digest> from(String text, Provenance provenance) {
            String given = text.strip();
            return FORM.matcher(given).matches()
                    ? new Extracted.Taken<>(Digest.parse(given), provenance.extracted())
                    : new Extracted.Refused<>("it is no digest of 64 hexadecimal digits");
        }
    }

    /**
     * A path inside a folder, among those that are there. A name is text of whoever made the file, so it is
     * also plain: letters, digits, and {@code . _ + - /}, no step up, no beginning with a dash.
     *
     * @param present relative paths that were seen in the folder; empty stands for the folder itself
     */
    record Place(Set<String> present) implements Extract<String> {
        public static final int PATH_CHARS_MAX = 200;

        private static final Pattern PLAIN =
                Pattern.compile("[A-Za-z0-9._+][A-Za-z0-9._+-]*(/[A-Za-z0-9._+][A-Za-z0-9._+-]*)*");
        private static final Pattern UP = Pattern.compile("(.*/)?\\.\\.?(/.*)?");

        public Place {
            present = Set.copyOf(present);
        }

        @Override
        public Extracted<String> from(String text, Provenance provenance) {
            boolean plain = text.isEmpty()
                    || (text.length() <= PATH_CHARS_MAX
                            && PLAIN.matcher(text).matches()
                            && !UP.matcher(text).matches());
            return plain && present.contains(text)
                    ? new Extracted.Taken<>(text, provenance.extracted())
                    : new Extracted.Refused<>("it is no plain path that is there");
        }
    }
}
