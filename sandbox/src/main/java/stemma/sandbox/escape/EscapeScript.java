package stemma.sandbox.escape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The script that makes the attempts; it is fed to Perl, so that no file of it lies in the box. */
final class EscapeScript {
    private static final String RESOURCE = "attempts.pl";

    private EscapeScript() {}

    /** Takes {@link #input}. */
    static String[] command() {
        return new String[] {"perl", "-"};
    }

    /** The script, and after it the facts about what to reach for. */
    static byte[] input(Map<String, String> facts) {
        try (InputStream script = Objects.requireNonNull(EscapeScript.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            StringBuilder text = new StringBuilder(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            text.append("__DATA__\n");
            facts.forEach(
                    (name, value) -> text.append(name).append('=').append(value).append('\n'));
            return text.toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the attempts cannot be read from the program", e);
        }
    }

    static List<Attempt> parse(byte[] printed) {
        return Attempt.parse(new String(printed, StandardCharsets.UTF_8));
    }
}
