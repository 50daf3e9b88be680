package stemma.cartridge;

import java.util.Locale;
import java.util.Optional;

/** What a manifest can grant. A host function without its grant is absent, and so the module does not load. */
public enum Grant {
    /** Keys and values that outlive a call. */
    KV,
    /** The wall clock. */
    NOW,
    /** Unpredictable bytes. */
    RANDOM,
    /** The settings in the manifest. */
    CONFIG,
    /** Names of secrets, which are put in where a request leaves the node. */
    SECRET,
    /** Requests to the hosts that the manifest names. */
    HTTP,
    /** Calls of the cartridges that the manifest names. */
    CALL,
    /** The few functions of WASI preview 1 that need nothing else. */
    WASI;

    /** The grant as a manifest writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Grant> of(String word) {
        for (Grant each : values()) {
            if (each.word().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
