package stemma.core;

/** Time, injected. */
public interface Clock {
    /** Wall time in milliseconds since 1970-01-01T00:00:00Z. */
    long millis();

    /** A monotonic reading in nanoseconds, for deadlines and durations only. */
    long nanos();

    /** The machine's own clock. */
    static Clock system() {
        return new Clock() {
            @Override
            public long millis() {
                return System.currentTimeMillis();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
    }
}
