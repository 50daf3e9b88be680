package stemma.cartridge;

import java.util.Map;
import java.util.Optional;

/** Where the keys and values of cartridges are kept. Thread-safe. */
public interface KvPort {
    /** Everything that one cartridge keeps. */
    Map<String, byte[]> load(Slug slug);

    /**
     * Writes the changes of one call, of several cartridges at once; durable when this returns, all or
     * nothing. An empty value removes its key.
     */
    void commit(Map<Slug, Map<String, Optional<byte[]>>> changes);

    /** Removes everything that one cartridge keeps. */
    void drop(Slug slug);
}
