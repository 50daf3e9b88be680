package stemma.ledger;

import java.util.regex.Pattern;

/** A target as one short line of a list: what tells it apart stays, what every line has goes. */
public final class OneLine {
    /** Room for the text of a line that begins with index, time, kind and id. */
    public static final int CHARS_MAX = 72;

    /** What the node itself puts before each Git subcommand, so that no configuration of the folder counts. */
    private static final Pattern GIT_NEUTRAL = Pattern.compile(
            "^(\\S+ )?(?:env (?:[A-Z_0-9]+=\\S* )+)?git" + "(?: (?:-c (?:'[^']*'|\\S+)|--(?:no|literal)-[a-z-]+))+ ");

    private OneLine() {}

    /** Without control characters and without Git's preliminaries. */
    static String whole(String text) {
        return GIT_NEUTRAL.matcher(text.replaceAll("\\p{Cntrl}", " ")).replaceFirst("$1git … ");
    }

    /** The same, without what has no room. */
    public static String of(String text) {
        String line = whole(text);
        int chars = line.codePointCount(0, line.length());
        return chars <= CHARS_MAX ? line : line.substring(0, line.offsetByCodePoints(0, CHARS_MAX - 1)) + "…";
    }
}
