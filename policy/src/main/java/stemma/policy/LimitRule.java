package stemma.policy;

import java.util.List;
import java.util.Locale;

/**
 * How often something may happen, as its author wrote it. Immutable.
 *
 * @param rule which acts count; its verdict is that of an act too many
 * @param count acts in any one period
 */
record LimitRule(Rule rule, int count, Period period) {
    static final int COUNT_MAX = 10_000;

    /** Over which span it counts; any span of that length, not one that begins with the hour. */
    enum Period {
        SECOND(1_000),
        MINUTE(60_000),
        HOUR(3_600_000),
        DAY(86_400_000);

        private final long millis;

        Period(long millis) {
            this.millis = millis;
        }

        long millis() {
            return millis;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    LimitRule {
        if (count < 1 || count > COUNT_MAX) {
            throw new IllegalArgumentException("a limit is from 1 to " + COUNT_MAX + ", not " + count);
        }
    }

    /** Whether an act counts, or anything that its command line does. */
    boolean counts(List<Subject> subjects) {
        for (Subject subject : subjects) {
            if (rule.hits(subject, Reach.WIDE)) {
                return true;
            }
        }
        return false;
    }

    /** Tells it from other limits; not by its line, because a rule above it may come and go. */
    String key() {
        return rule.layer().word() + " " + rule.text();
    }

    /** The limit as receipts name it. */
    String label() {
        return rule.label();
    }

    /** For example {@code 60 a minute}. */
    String rate() {
        return count + (period == Period.HOUR ? " an " : " a ") + period.word();
    }
}
