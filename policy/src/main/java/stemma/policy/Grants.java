package stemma.policy;

import java.util.Optional;
import stemma.core.Actor;

/**
 * What an operator granted to one actor by name, for as long as that actor works: a goal's folder,
 * which rules reach as {@code {workspace}}. Implementations are thread-safe and fast.
 */
@FunctionalInterface
public interface Grants {
    /** The folder an operator chose for this actor, absolute and resolved. */
    Optional<String> folder(Actor actor);
}
