package stemma.core;

import java.util.Optional;

/**
 * Budgets. An act's estimate is set aside before it starts and what it really took is taken after,
 * so that the sum of spent and reserved never passes a limit. Implementations are thread-safe.
 */
public interface Purses {
    /**
     * Sets the estimate aside for the act, in this purse and in each that it draws from, or in none; says in
     * one clause why when it is none.
     *
     * @param atMillis wall time of the act's intent: what the act spends counts on that day, whenever it ends
     */
    Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis);

    /** Ends the act's reservation and takes what it spent. A second call for an act has no effect. */
    void settle(ActId id, Cost spent);
}
