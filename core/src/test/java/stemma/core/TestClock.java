package stemma.core;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until a test moves it. */
final class TestClock implements Clock {
    static final long START_MILLIS = 1_800_000_000_000L;

    private final AtomicLong millis = new AtomicLong();

    @Override
    public long millis() {
        return START_MILLIS + millis.get();
    }

    @Override
    public long nanos() {
        return millis.get() * 1_000_000;
    }

    void advance(long byMillis) {
        millis.addAndGet(byMillis);
    }
}
