package stemma.policy.simulation;

import stemma.core.Clock;

/** Time that passes only when the baton or a script says so. Touched by the baton's holder alone. */
final class SimClock implements Clock {
    private static final long START_MILLIS = 1_800_000_000_000L;

    private long nanos;
    private long setMillis;

    void forward(long stepNanos) {
        nanos += stepNanos;
    }

    /** Sets the wall clock, as an administrator or a time server does; deadlines do not move. */
    void set(long stepMillis) {
        setMillis += stepMillis;
    }

    @Override
    public long millis() {
        return START_MILLIS + setMillis + nanos / 1_000_000;
    }

    @Override
    public long nanos() {
        return nanos;
    }
}
