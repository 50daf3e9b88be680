package stemma.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a test counted and published, as one line {@code figure: NAME: HELD of TRIED UNIT}.
 *
 * @param name the same in every test that adds to it
 * @param held how many were as they must be
 * @param tried of how many
 * @param unit what was counted
 */
record Count(String name, long held, long tried, String unit) {
    private static final Pattern LINE =
            Pattern.compile("figure: ([a-z][a-z-]{0,39}): (\\d{1,15}) of (\\d{1,15}) ([a-z][a-z ]{0,39})\n");

    Count {
        if (held < 0 || held > tried) {
            throw new IllegalArgumentException(name + " counts " + held + " of " + tried);
        }
    }

    /** Reads one line; throws NotMeasured for any other text. */
    static Count parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new NotMeasured("a test published what is no figure: " + line.strip());
        }
        long held = Long.parseLong(parts.group(2));
        long tried = Long.parseLong(parts.group(3));
        if (held > tried) {
            throw new NotMeasured("a test published more than it tried: " + line.strip());
        }
        return new Count(parts.group(1), held, tried, parts.group(4));
    }

    /** Both together; they must count the same. */
    Count plus(Count other) {
        if (!name.equals(other.name) || !unit.equals(other.unit)) {
            throw new NotMeasured(name + " is counted in " + unit + " and in " + other.unit);
        }
        return new Count(name, held + other.held, tried + other.tried, unit);
    }
}
