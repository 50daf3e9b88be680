package stemma.sandbox;

/**
 * What one exchange with a host may take.
 *
 * @param connectMillisMax to connect
 * @param firstMillisMax from sending to the first byte of the answer
 * @param nextMillisMax from one piece of the answer to the next
 * @param totalMillisMax from sending to the end
 * @param bytesMax of the answer's body
 */
public record EgressLimits(
        long connectMillisMax, long firstMillisMax, long nextMillisMax, long totalMillisMax, long bytesMax) {
    public EgressLimits {
        if (connectMillisMax < 1 || firstMillisMax < 1 || nextMillisMax < 1 || totalMillisMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("each limit of an exchange is at least 1");
        }
    }

    /** 10 s, 120 s, 60 s, 10 min, 16 MiB. */
    public static EgressLimits standard() {
        return new EgressLimits(10_000, 120_000, 60_000, 600_000, 16 << 20);
    }
}
