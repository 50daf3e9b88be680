package stemma.gateway;

import java.util.HashMap;
import java.util.Map;
import stemma.core.Clock;

/**
 * How often each of several callers may call. A caller has a bucket of calls that fills evenly, as many in
 * a minute as it holds; the bucket is kept as one number, the moment at which it is full again (the generic
 * cell rate algorithm of ATM networks, ITU-T I.371).
 *
 * <p>At most {@link #CALLERS_MAX} callers are known apart. A bucket that is full again says nothing, so it
 * is forgotten without loss; one that is not is never forgotten. Where all are in use, whoever comes new
 * shares one bucket with everybody else who does: many names are worth one more, and never a fresh start.
 * Nothing of it survives a restart, which takes longer than it would win. Thread-safe.
 */
final class Pace {
    static final int CALLERS_MAX = 1_024;

    private static final long MINUTE_NANOS = 60_000_000_000L;
    /** No caller's name, for all begin with what sort they are. */
    private static final String OTHERS = "";

    private final int callsMax;
    private final long stepNanos;
    private final Clock clock;
    private final Map<String, Long> fullNanos = new HashMap<>();

    /**
     * @param callsMax calls a minute for each caller, and at once
     */
    Pace(int callsMax, Clock clock) {
        this.callsMax = callsMax;
        this.stepNanos = MINUTE_NANOS / callsMax;
        this.clock = clock;
    }

    int callsMax() {
        return callsMax;
    }

    /** Counts a call; gives how long the caller has to wait instead, in nanoseconds, or 0 when it may. */
    synchronized long take(String caller) {
        long now = clock.nanos();
        String known = known(caller, now);
        long behind = Math.max(0, fullNanos.getOrDefault(known, now) - now);
        long wait = behind + stepNanos - callsMax * stepNanos;
        if (wait > 0) {
            return wait;
        }
        fullNanos.put(known, now + behind + stepNanos);
        return 0;
    }

    private String known(String caller, long now) {
        if (fullNanos.containsKey(caller) || fullNanos.size() < CALLERS_MAX) {
            return caller;
        }
        fullNanos.values().removeIf(full -> full - now <= 0);
        return fullNanos.size() < CALLERS_MAX ? caller : OTHERS;
    }
}
