package stemma.it;

import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.TestReporter;

/**
 * What a test counted, for {@code ./stemma bench proofs} to print. JUnit keeps it as one small file in
 * the folder of that test, so that nothing is shared between tests, and the bench adds up what has the
 * same name. It is published after the assertions that it rests on.
 */
final class Shown {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,39}");
    private static final Pattern UNIT = Pattern.compile("[a-z][a-z ]{0,39}");

    private Shown() {}

    /**
     * Publishes one figure of a test.
     *
     * @param name the same in every test that adds to the figure
     * @param held how many were as they must be
     * @param tried of how many
     * @param unit what was counted, in small letters
     */
    static void figure(TestReporter reporter, String name, long held, long tried, String unit) {
        if (!NAME.matcher(name).matches() || !UNIT.matcher(unit).matches() || held < 0 || held > tried) {
            throw new IllegalArgumentException(name + ": " + held + " of " + tried + " " + unit + " is no figure");
        }
        String line = "figure: " + name + ": " + held + " of " + tried + " " + unit + "\n";
        reporter.publishFile(name + ".figure", MediaType.TEXT_PLAIN_UTF_8, file -> Files.writeString(file, line));
    }

    /** Publishes what holds for each that was tried; the assertions before it saw to that. */
    static void all(TestReporter reporter, String name, long tried, String unit) {
        figure(reporter, name, tried, tried, unit);
    }
}
