package stemma.node;

import java.nio.file.Files;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.TestReporter;

/** What a test counted, for {@code ./stemma bench} to print; published after the assertions it rests on. */
final class Counted {
    private Counted() {}

    static void figure(TestReporter reporter, String name, long held, long tried, String unit) {
        String line = "figure: " + name + ": " + held + " of " + tried + " " + unit + "\n";
        reporter.publishFile(name + ".figure", MediaType.TEXT_PLAIN_UTF_8, file -> Files.writeString(file, line));
        reporter.publishEntry(name, held + " of " + tried);
    }
}
