package stemma.policy;

import java.util.concurrent.atomic.AtomicLong;
import stemma.core.Clock;

/** Time that moves by hand. */
final class HandClock implements Clock {
    private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);

    void forward(long step) {
        millis.addAndGet(step);
    }

    @Override
    public long millis() {
        return millis.get();
    }

    @Override
    public long nanos() {
        return millis.get() * 1_000_000;
    }
}
