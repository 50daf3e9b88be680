package stemma.policy;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Brings spellings that some file system or tool takes for the same name to one: case, compatibility
 * forms, invisible characters, dots and blanks at a segment's end. Used only where a rule restricts.
 */
final class Fold {
    private Fold() {}

    /** Folds a path, or a name without separators; the same string when there is nothing to fold. */
    static String path(String text) {
        boolean upper = false;
        char before = '/';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean weakEnd = c == '/' && (before == '.' || before == ' ');
            if (c >= 0x80 || weakEnd) {
                return trimmed(unicode(text));
            }
            upper |= c >= 'A' && c <= 'Z';
            before = c;
        }
        if (before == '.' || before == ' ') {
            return trimmed(unicode(text));
        }
        return upper ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** Folds text in which dots and blanks at the end mean something. */
    static String word(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return unicode(text);
            }
        }
        return text;
    }

    private static String unicode(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKC).codePoints().forEach(c -> {
            if (!ignorable(c)) {
                kept.appendCodePoint(c);
            }
        });
        return kept.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean ignorable(int c) {
        return Character.getType(c) == Character.FORMAT || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x034F;
    }

    private static String trimmed(String path) {
        StringBuilder kept = new StringBuilder(path.length());
        for (String segment : path.split("/", -1)) {
            int end = segment.length();
            while (end > 0 && (segment.charAt(end - 1) == '.' || segment.charAt(end - 1) == ' ')) {
                end--;
            }
            kept.append(segment, 0, end).append('/');
        }
        kept.setLength(kept.length() - 1);
        return kept.toString();
    }
}
