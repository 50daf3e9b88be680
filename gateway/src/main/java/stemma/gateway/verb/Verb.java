package stemma.gateway.verb;

import java.util.List;

/** Runs what was typed. Thread-safe. */
@FunctionalInterface
public interface Verb {
    /** Returns the exit code; throws {@link InterruptedException} when the verb was stopped. */
    int run(List<String> arguments, Shell shell) throws InterruptedException;
}
