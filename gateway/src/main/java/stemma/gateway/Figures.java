package stemma.gateway;

import java.util.Map;

/**
 * What the node counts, for the metrics listener. Implementations are thread-safe and answer from
 * memory: a scraper asks every few seconds.
 */
public interface Figures {
    /** How many acts ended so, by the word of the ending, since the log began. */
    Map<String, Long> actsByEnding();

    /** Entries in the log. */
    long ledgerEntries();
}
