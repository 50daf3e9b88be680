package stemma.gateway;

import java.util.Optional;

/** Whether the node can do its work. Implementations are thread-safe and answer at once. */
@FunctionalInterface
public interface Health {
    /** Why the node is not ready, in one clause; empty when it is. */
    Optional<String> unready();
}
