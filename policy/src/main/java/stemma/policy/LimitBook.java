package stemma.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.Clock;
import stemma.core.Verdict;

/**
 * How far the limits of the rules in force are used up. An act that several limits speak of counts with
 * each, or, when one of them is reached, with none. A limit that stands in the next rules too, word for
 * word, keeps its count; one that is new counts what the ledger knows of its last period.
 *
 * <p>There is one count a limit and not one an actor: as many as there are limits, whoever acts. Nothing
 * has to be thrown away to make room, and no change of name escapes one. Thread-safe.
 */
final class LimitBook {
    private final Clock clock;
    private Map<String, Window> windows = new HashMap<>();

    LimitBook(Clock clock) {
        this.clock = clock;
    }

    /** Counts an act that may happen; says no when that is one too many. */
    Optional<Verdict> take(RulePolicy rules, Act act) {
        List<LimitRule> limits = rules.limits(act);
        return limits.isEmpty() ? Optional.empty() : taken(limits);
    }

    private synchronized Optional<Verdict> taken(List<LimitRule> limits) {
        long now = clock.nanos();
        for (LimitRule limit : limits) {
            long wait = window(limit).waitNanos(now);
            if (wait > 0) {
                return Optional.of(RuleVerdict.over(limit, wait));
            }
        }
        limits.forEach(limit -> window(limit).add(now));
        return Optional.empty();
    }

    /** Takes an act back that was counted and did not happen. */
    void giveBack(RulePolicy rules, Act act) {
        List<LimitRule> limits = rules.limits(act);
        synchronized (this) {
            limits.forEach(limit -> window(limit).takeBack());
        }
    }

    /** How many more acts a limit lets pass now. */
    synchronized int left(LimitRule limit) {
        return window(limit).left(clock.nanos());
    }

    /** Counts nothing any more; the next rules count the ledger's acts anew. */
    synchronized void forget() {
        windows = new HashMap<>();
    }

    /** Lets the limits of other rules take over. */
    synchronized void follow(RulePolicy next, PastActs past) {
        Map<String, Window> kept = new HashMap<>();
        List<LimitRule> fresh = new ArrayList<>();
        for (LimitRule limit : next.limits()) {
            Window window = windows.get(limit.key());
            if (window == null) {
                fresh.add(limit);
            }
            kept.put(limit.key(), window == null ? new Window(limit) : window);
        }
        windows = kept;
        if (!fresh.isEmpty()) {
            remember(next, fresh, past);
        }
    }

    private void remember(RulePolicy rules, List<LimitRule> fresh, PastActs past) {
        long nowMillis = clock.millis();
        long nowNanos = clock.nanos();
        long longest =
                fresh.stream().mapToLong(limit -> limit.period().millis()).max().orElse(0);
        for (PastActs.Past each : past.since(nowMillis - longest)) {
            long agoMillis = Math.max(0, nowMillis - each.atMillis());
            for (LimitRule limit : rules.limits(each.act(), each.atMillis())) {
                if (fresh.contains(limit) && agoMillis < limit.period().millis()) {
                    window(limit).add(nowNanos - agoMillis * 1_000_000);
                }
            }
        }
    }

    private Window window(LimitRule limit) {
        return windows.computeIfAbsent(limit.key(), k -> new Window(limit));
    }
}
