package stemma.core;

import java.nio.charset.StandardCharsets;

/**
 * What text and facts must be before they can stand in an entry. Records refuse what is over a limit
 * when they are built, so that every entry which exists can be written; the gate makes what it does
 * not write itself, such as a performer's message, fit with {@link #cut}.
 */
final class Limits {
    /** What stands around the value when {@link #fits} measures it: {@code {"":}}. */
    private static final int AROUND_BYTES = 5;

    private Limits() {}

    /** Throws {@link IllegalArgumentException} unless the text is whole Unicode of that many characters. */
    static void text(String what, String text, int charsMin, int charsMax) {
        int chars = text.length();
        if (chars < charsMin || chars > charsMax) {
            throw new IllegalArgumentException(
                    what + " has " + charsMin + " to " + charsMax + " characters, not " + chars);
        }
        int unpaired = JsonText.unpaired(text);
        if (unpaired >= 0) {
            throw new IllegalArgumentException(what + " has an unpaired surrogate at index " + unpaired
                    + ", which no file or log can hold; give it as valid Unicode");
        }
    }

    /** Throws {@link IllegalArgumentException} unless the facts fit in that many canonical bytes. */
    static void facts(String what, Json.Obj facts, int bytesMax) {
        if (!fits(facts, bytesMax)) {
            throw new IllegalArgumentException(what + " has at most " + bytesMax + " bytes of canonical JSON and "
                    + (Json.DEPTH_MAX - 1) + " levels");
        }
    }

    /** Whether the facts can be a member of an entry in at most that many bytes. */
    static boolean fits(Json.Obj facts, int bytesMax) {
        if (facts.members().isEmpty()) {
            return true;
        }
        try {
            new JsonWriter(bytesMax + AROUND_BYTES)
                    .object()
                    .name("")
                    .value(facts)
                    .end();
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    /** The text made to fit: each unpaired surrogate becomes a question mark, and what is over is left out. */
    static String cut(String text, int charsMax) {
        String whole = JsonText.unpaired(text) < 0
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        if (whole.length() <= charsMax) {
            return whole;
        }
        int end = Character.isHighSurrogate(whole.charAt(charsMax - 2)) ? charsMax - 2 : charsMax - 1;
        return whole.substring(0, end) + "…";
    }
}
