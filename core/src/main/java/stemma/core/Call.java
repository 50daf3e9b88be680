package stemma.core;

import java.util.function.Consumer;

/**
 * One invocation of an operation, whichever face it came through.
 *
 * @param caller who calls
 * @param progress takes one line of progress at a time; each is shown as it comes
 */
public record Call(Actor caller, Consumer<String> progress) {}
