package stemma.gateway;

import java.util.List;
import java.util.Objects;
import stemma.core.Event;

/**
 * Tells again what happened while a watcher was away, from the log: the reason that a browser which
 * lost its connection for a minute need not load everything anew. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Replay {
    /** An event together with the log index of the entry it comes from. */
    record Numbered(long index, Event event) {
        public Numbered {
            Objects.requireNonNull(event, "event");
            if (index < 0) {
                throw new IllegalArgumentException("a log index counts from 0, not " + index);
            }
        }
    }

    /** The first {@code max} events after the entry {@code index}, in the order of their indexes. */
    List<Numbered> since(long index, int max);
}
