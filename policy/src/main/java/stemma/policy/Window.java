package stemma.policy;

/**
 * The moments of the last acts that a limit let pass, as many as it lets pass in one period: the next may
 * pass when the oldest of them is a period old. So no span of that length ever holds more, which a bucket
 * that fills evenly cannot say. It takes 8 bytes for each act that counts. Not thread-safe.
 */
final class Window {
    private static final int ROOM_FIRST = 8;

    private final int countMax;
    private final long periodNanos;
    private long[] moments;
    private int first;
    private int size;

    Window(LimitRule limit) {
        this.countMax = limit.count();
        this.periodNanos = limit.period().millis() * 1_000_000;
        this.moments = new long[Math.min(countMax, ROOM_FIRST)];
    }

    /** How long until one more may pass, in nanoseconds; 0 when it may now. */
    long waitNanos(long nowNanos) {
        forget(nowNanos);
        return size < countMax ? 0 : moments[first] + periodNanos - nowNanos;
    }

    /** How many more may pass now. */
    int left(long nowNanos) {
        forget(nowNanos);
        return countMax - size;
    }

    /** One passes; what passed earlier was added earlier. */
    void add(long nowNanos) {
        forget(nowNanos);
        if (size == countMax) {
            first = (first + 1) % moments.length;
            size--;
        }
        if (size == moments.length) {
            long[] more = new long[Math.min(countMax, 2 * size)];
            for (int i = 0; i < size; i++) {
                more[i] = moments[(first + i) % size];
            }
            moments = more;
            first = 0;
        }
        moments[(first + size) % moments.length] = nowNanos;
        size++;
    }

    /** The last one did not happen after all. */
    void takeBack() {
        size = Math.max(0, size - 1);
    }

    private void forget(long nowNanos) {
        while (size > 0 && nowNanos - moments[first] >= periodNanos) {
            first = (first + 1) % moments.length;
            size--;
        }
    }
}
