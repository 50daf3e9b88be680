package stemma.policy;

import stemma.core.Clock;

/** One moment, for judging what was or will be. */
record StoppedClock(long millis) implements Clock {
    @Override
    public long nanos() {
        return millis * 1_000_000;
    }
}
