package stemma.model;

/** Why a model gave no usable answer. The sentence is for a person, and never holds a key. */
public sealed interface ModelFailure {
    /** What happened and what to do, one sentence. */
    String sentence();

    /** Whether the same question may succeed a moment later. */
    default boolean passing() {
        return false;
    }

    /** No connection to the endpoint. */
    record Unreachable(String sentence) implements ModelFailure {
        @Override
        public boolean passing() {
            return true;
        }
    }

    /**
     * The endpoint is over its limit or out of order: status 408, 425, 429 or 5xx.
     *
     * @param retryAfterMillis what it asked to wait; -1 when it did not say
     */
    record Busy(int status, long retryAfterMillis, String sentence) implements ModelFailure {
        @Override
        public boolean passing() {
            return true;
        }
    }

    /** The endpoint refused the request as such: a wrong key, model name, or size. */
    record Rejected(int status, String sentence) implements ModelFailure {}

    /** Nothing came for too long; {@code phase} is what was waited for. */
    record Stalled(Phase phase, long waitedMillis, String sentence) implements ModelFailure {}

    /**
     * It was still going on when what it was given was used up.
     *
     * @param overdue true when that was time, false when it was bytes
     */
    record Endless(boolean overdue, String sentence) implements ModelFailure {}

    /** The connection broke, or the stream ended before the answer did. */
    record Broken(String sentence) implements ModelFailure {
        @Override
        public boolean passing() {
            return true;
        }
    }

    /** The endpoint reported an error inside an answer that began well. */
    record Reported(String sentence) implements ModelFailure {}

    /** What came is not what the protocol says. */
    record Malformed(String sentence) implements ModelFailure {}

    /** No key, or no such endpoint allowed: something on this node has to be set up first. */
    record NotSetUp(String sentence) implements ModelFailure {}

    /** What was waited for. */
    enum Phase {
        CONNECTION,
        FIRST_EVENT,
        NEXT_EVENT
    }
}
