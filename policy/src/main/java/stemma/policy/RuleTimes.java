package stemma.policy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.policy.RuleWords.Word;
import stemma.policy.RuleWords.Wrong;

/**
 * When a rule holds: hours, days of the week, a last day. All in UTC, as the ledger writes its times, so
 * that a rule means the same on every machine and no hour comes twice. Immutable.
 *
 * @param from first minute of the day
 * @param to minute of the day after the last one; at or before the first one for hours over midnight
 * @param days on which it holds; the day is the one of the moment, also after midnight
 * @param last day on which it holds
 */
record RuleTimes(int from, int to, Set<DayOfWeek> days, LocalDate last) {
    static final RuleTimes ALWAYS = new RuleTimes(0, 24 * 60, EnumSet.allOf(DayOfWeek.class), LocalDate.MAX);

    private static final Pattern HOURS =
            Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)");
    private static final List<String> NAMES = Arrays.stream(DayOfWeek.values())
            .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
            .toList();

    RuleTimes {
        days = Set.copyOf(days);
    }

    boolean always() {
        return equals(ALWAYS);
    }

    /** Whether it holds then, in milliseconds since the epoch. */
    boolean hold(long millis) {
        if (always()) {
            return true;
        }
        LocalDateTime then = utc(millis);
        int minute = then.getHour() * 60 + then.getMinute();
        boolean hours = from < to ? minute >= from && minute < to : minute >= from || minute < to;
        return hours
                && days.contains(then.getDayOfWeek())
                && !then.toLocalDate().isAfter(last);
    }

    /** Whether it never holds again from then on. */
    boolean over(long millis) {
        return utc(millis).toLocalDate().isAfter(last);
    }

    /** Whether it holds whenever the other does; only what can be shown. */
    boolean cover(RuleTimes other) {
        boolean hours = (from == 0 && to == 24 * 60)
                || (from == other.from && to == other.to)
                || (from < to && other.from < other.to && from <= other.from && to >= other.to);
        return hours && days.containsAll(other.days) && !last.isBefore(other.last);
    }

    /** A moment as a person reads it. */
    static String shown(long millis) {
        LocalDateTime then = utc(millis);
        return NAMES.get(then.getDayOfWeek().getValue() - 1) + " " + then.toLocalDate() + " "
                + String.format(Locale.ROOT, "%02d:%02d", then.getHour(), then.getMinute()) + " UTC";
    }

    /** {@code 09:00-18:00}. */
    RuleTimes at(Word word) throws Wrong {
        Matcher hours = HOURS.matcher(word.text());
        if (!hours.matches()) {
            throw new Wrong(word.column(), "'at' is followed by hours in UTC such as 09:00-18:00");
        }
        int first = Integer.parseInt(hours.group(1)) * 60 + Integer.parseInt(hours.group(2));
        int end = hours.group(3) == null
                ? 24 * 60
                : Integer.parseInt(hours.group(3)) * 60 + Integer.parseInt(hours.group(4));
        if (first == end) {
            throw new Wrong(word.column(), "these hours begin when they end; leave 'at' out for the whole day");
        }
        return new RuleTimes(first, end, days, last);
    }

    /** {@code mon-fri} or {@code sat,sun}. */
    RuleTimes on(Word word) throws Wrong {
        Set<DayOfWeek> named = EnumSet.noneOf(DayOfWeek.class);
        for (String part : word.text().split(",", -1)) {
            String[] ends = part.split("-", -1);
            int first = NAMES.indexOf(ends[0]);
            int end = NAMES.indexOf(ends[ends.length - 1]);
            if (first < 0 || end < 0 || ends.length > 2) {
                throw new Wrong(word.column(), "'on' is followed by days such as mon-fri or sat,sun");
            }
            for (int day = first; day != end; day = (day + 1) % NAMES.size()) {
                named.add(DayOfWeek.of(day + 1));
            }
            named.add(DayOfWeek.of(end + 1));
        }
        return new RuleTimes(from, to, named, last);
    }

    /** {@code 2026-12-31}, that day included. */
    RuleTimes until(Word word) throws Wrong {
        try {
            return new RuleTimes(from, to, days, LocalDate.parse(word.text()));
        } catch (DateTimeException e) {
            throw new Wrong(word.column(), "'until' is followed by the last day, such as 2026-12-31");
        }
    }

    private static LocalDateTime utc(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }
}
