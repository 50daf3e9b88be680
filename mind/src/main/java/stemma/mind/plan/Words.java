package stemma.mind.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A goal's text as stems of its content words, in order. */
final class Words {
    private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{N}+#']*");
    private static final Set<String> SMALL =
            Set.copyOf(List.of(("a an and any are as at be been but by can could did do does for from get give had has"
                            + " have he her here him his how i if in into is it its just let may me might mine my no not now of"
                            + " off on once one only or our out please right shall she should show so some still tell than that"
                            + " the their them then there these they this those through to too up us very was we were what what's"
                            + " when where which while who whose why will with would you your i'm it's there's really currently"
                            + " moment want need like kindly hey ok okay again also much every all am else own")
                    .split(" ", -1)));

    private Words() {}

    /** The stems of what is left when small words are taken out. */
    static List<String> content(String text) {
        List<String> stems = new ArrayList<>();
        Matcher m = WORD.matcher(text.toLowerCase(Locale.ROOT).replace('’', '\''));
        while (m.find()) {
            if (!SMALL.contains(m.group()) && m.group().length() > 1) {
                stems.add(stem(m.group()));
            }
        }
        return stems;
    }

    /** Every stem, small words too, for what is said by them. */
    static List<String> all(String text) {
        List<String> stems = new ArrayList<>();
        Matcher m = WORD.matcher(text.toLowerCase(Locale.ROOT).replace('’', '\''));
        while (m.find()) {
            stems.add(stem(m.group()));
        }
        return stems;
    }

    /**
     * A word without its ending. Crude on purpose: both sides of every comparison go through it, so it
     * has to be the same for forms of a word, and need not be a word itself.
     */
    static String stem(String word) {
        String w = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word.replace("'", "");
        if (w.length() > 4 && w.endsWith("ies")) {
            w = w.substring(0, w.length() - 3) + "y";
        } else if (w.length() > 4 && (w.endsWith("sses") || w.endsWith("shes") || w.endsWith("ches"))) {
            w = w.substring(0, w.length() - 2);
        } else if (w.length() > 3 && w.endsWith("s") && !w.endsWith("ss") && !w.endsWith("us") && !w.endsWith("is")) {
            w = w.substring(0, w.length() - 1);
        }
        if (w.length() > 5 && w.endsWith("ing")) {
            w = undouble(w.substring(0, w.length() - 3));
        } else if (w.length() > 4 && w.endsWith("ed")) {
            w = undouble(w.substring(0, w.length() - 2));
        }
        return w.length() > 4 && w.endsWith("e") ? w.substring(0, w.length() - 1) : w;
    }

    private static String undouble(String w) {
        int n = w.length();
        boolean doubled = n > 3 && w.charAt(n - 1) == w.charAt(n - 2) && "lsz".indexOf(w.charAt(n - 1)) < 0;
        return doubled ? w.substring(0, n - 1) : w;
    }
}
