package stemma.identity;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name by which a secret is spoken of wherever it is not needed itself: {@code vault:NAME} or
 * {@code env:NAME}.
 *
 * @param name 1 to 64 of A-Z a-z 0-9 . _ -, beginning with a letter, a digit or _
 */
public record Handle(Source source, String name) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
    private static final Pattern FORM = Pattern.compile("(vault|env):(.*)", Pattern.DOTALL);

    /** Where a secret is kept. */
    public enum Source {
        /** The vault file of the home. */
        VAULT,
        /** The environment that the node was started in. */
        ENV
    }

    public Handle {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a secret's name is 1 to 64 of A-Z a-z 0-9 . _ -, and no - or . first");
        }
    }

    /** Reads the written form; throws {@link IllegalArgumentException}, which repeats nothing of the text. */
    public static Handle parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("a secret is named as vault:NAME or env:NAME, never written out");
        }
        return new Handle(Source.valueOf(form.group(1).toUpperCase(Locale.ROOT)), form.group(2));
    }

    @Override
    public String toString() {
        return source.name().toLowerCase(Locale.ROOT) + ":" + name;
    }
}
