package stemma.cartridge;

import java.util.regex.Pattern;
import stemma.core.Refusal;

/** The name of a cartridge: what stands behind {@code /c/}. Never a path. */
public record Slug(String text) {
    public static final int CHARS_MAX = 64;

    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?");

    public Slug {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("a cartridge is named with 1 to " + CHARS_MAX
                    + " lower-case letters, digits and inner hyphens, such as word-count");
        }
    }

    /** The slug that a caller gave; a {@link Refusal} when it is none. */
    static Slug given(String text) {
        try {
            return new Slug(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
