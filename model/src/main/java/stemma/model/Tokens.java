package stemma.model;

/** Token figures without a tokenizer. */
final class Tokens {
    /** No count that an endpoint reports is believed beyond this. */
    static final long COUNT_MAX = 1L << 40;

    private static final int BYTES_EACH = 3;

    private Tokens() {}

    /**
     * The most a request can take: a tokenizer that covers all bytes makes no more tokens than there
     * are bytes, and the request's own JSON is longer than what a chat template adds for a message.
     */
    static long most(long requestBytes, int outputTokensMax) {
        return requestBytes + outputTokensMax;
    }

    /** What text of that size usually takes; used when an endpoint reports no usage. */
    static long guess(long bytes) {
        return (bytes + BYTES_EACH - 1) / BYTES_EACH;
    }
}
