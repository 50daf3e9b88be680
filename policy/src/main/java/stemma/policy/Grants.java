package stemma.policy;

import java.util.Optional;
import stemma.core.Actor;

/**
 * What an operator granted to one actor by name, for as long as that actor works: a goal's folder,
 * a run's hosts. Rules reach it as {@code {workspace}} and {@code {granted}}. Implementations are
 * thread-safe and fast.
 */
public interface Grants {
    /** The folder an operator chose for this actor, absolute and resolved. */
    Optional<String> folder(Actor actor);

    /** Whether an operator granted this host to this actor. */
    boolean host(Actor actor, String hostPort);

    /** Nothing is granted to anyone. */
    static Grants none() {
        return new Grants() {
            @Override
            public Optional<String> folder(Actor actor) {
                return Optional.empty();
            }

            @Override
            public boolean host(Actor actor, String hostPort) {
                return false;
            }
        };
    }
}
