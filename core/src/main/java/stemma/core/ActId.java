package stemma.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one act for ever, in a form that a person can type: {@code 3.41} is the forty-first act since
 * the home was opened for the third time. The same id names the act's approval and its receipt.
 *
 * @param boot how often the home had been opened for acting, from 1
 * @param sequence position within that boot, from 1
 */
public record ActId(int boot, long sequence) implements Comparable<ActId> {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})\\.([1-9][0-9]{0,14})");

    /** The most that the written form has room for. */
    public static final int BOOT_MAX = 999_999_999;

    public static final long SEQUENCE_MAX = 999_999_999_999_999L;

    public ActId {
        if (boot < 1 || boot > BOOT_MAX || sequence < 1 || sequence > SEQUENCE_MAX) {
            throw new IllegalArgumentException(
                    "an act id is 1.1 to " + BOOT_MAX + "." + SEQUENCE_MAX + ", not " + boot + "." + sequence);
        }
    }

    /** Parses {@code boot.sequence}; throws {@link IllegalArgumentException} that shows the form. */
    public static ActId parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not an act id; one looks like 3.41");
        }
        return new ActId(Integer.parseInt(m.group(1)), Long.parseLong(m.group(2)));
    }

    /** Parses what a person or a program sent; throws a {@link Refusal} that shows the form. */
    public static ActId given(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public int compareTo(ActId other) {
        int byBoot = Integer.compare(boot, other.boot);
        return byBoot != 0 ? byBoot : Long.compare(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return boot + "." + sequence;
    }
}
