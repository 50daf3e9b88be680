package stemma.gateway;

import java.util.Map;
import java.util.Optional;

/** Programs that answer strangers at {@code /c/NAME}. Thread-safe. */
@FunctionalInterface
public interface PublicPrograms {
    /**
     * What a program is asked.
     *
     * @param name which program
     * @param path what follows its name, beginning with a slash
     * @param query what follows the question mark, as it was sent
     * @param headers by lower-case name, without credentials
     */
    record Ask(String method, String name, String path, String query, Map<String, String> headers, byte[] body) {}

    /** What it says back. */
    record Reply(int status, String type, Map<String, String> headers, byte[] body) {}

    /** Asks a program; empty when there is none of this name. A {@code Refusal} is told to the client. */
    Optional<Reply> ask(Ask ask) throws InterruptedException;
}
