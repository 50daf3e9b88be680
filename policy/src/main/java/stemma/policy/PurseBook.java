package stemma.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Entry;
import stemma.core.Purses;
import stemma.core.Receipt;

/**
 * The purses of one node, which form a tree: {@link PursePath} draws it. An act draws from the purse
 * that pays and from each above it, at all of them or at none, and settles at the same ones. A limit
 * is given for a purse by name, or for its kind: {@code goal} speaks for every {@code goal:*}. Without
 * a limit a purse counts and refuses nothing.
 *
 * <p>Spent and reserved together never pass a limit at any level, as long as acts spend no more than
 * their estimates; the gate charges no more than that.
 *
 * <p>The day's purse is another one each UTC day. What an act spends counts on the day of its intent,
 * however late it ends, so that the log, which knows that time, gives the same counts as the life
 * before. A clock that was set back opens yesterday's purse again, which holds what was spent from it,
 * and never an older one.
 *
 * <p>The log is the truth: {@link #read} brings a new book to where the old one stood. Thread-safe.
 */
public final class PurseBook implements Purses {
    /** The purse that every other draws from. */
    public static final String ROOT = Act.PURSE_DEFAULT;

    /** What the node may give out on one UTC day. */
    public static final String DAY = "day";

    /** Purses that may exist; a goal's purse is one. */
    public static final int PURSES_MAX = 100_000;

    /** The limit of a purse without one: a unit at {@link Cost#UNIT_MAX} is not limited. */
    public static final Cost NO_LIMIT = new Cost(Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX);

    private static final long DAY_MILLIS = 24 * 60 * 60 * 1000L;
    private static final long WHOLE_LIFE = 0;

    private final Map<String, Cost> configured;
    private final Clock clock;
    private final Map<String, Cost> set = new HashMap<>();
    private final Map<Level, Account> accounts = new HashMap<>();
    private final Map<String, List<Account>> paths = new HashMap<>();
    private final Map<ActId, Reservation> open = new HashMap<>();
    private long latestDay;

    /** One purse, of one day where it is the day's. */
    private record Level(String purse, long day) {}

    private record Reservation(List<Account> path, Cost estimate) {}

    /** One purse's counts and its limit; guarded by the book. */
    private static final class Account {
        private final Level level;
        private final Tally spent = new Tally();
        private final Tally reserved = new Tally();
        private Cost limit;

        Account(Level level, Cost limit) {
            this.level = level;
            this.limit = limit;
        }

        boolean fits(Cost estimate) {
            return fits(estimate.tokens(), limit.tokens(), spent.tokens + reserved.tokens)
                    && fits(estimate.money(), limit.money(), spent.money + reserved.money)
                    && fits(estimate.millis(), limit.millis(), spent.millis + reserved.millis)
                    && fits(estimate.fuel(), limit.fuel(), spent.fuel + reserved.fuel);
        }

        private static boolean fits(long wanted, long most, long used) {
            return wanted == 0 || most >= Cost.UNIT_MAX || wanted <= most - used;
        }
    }

    /** A sum of costs, each unit kept at {@link Cost#UNIT_MAX}: a counter never fails. */
    private static final class Tally {
        private long tokens;
        private long money;
        private long millis;
        private long fuel;

        void add(Cost cost) {
            tokens = Math.min(Cost.UNIT_MAX, tokens + cost.tokens());
            money = Math.min(Cost.UNIT_MAX, money + cost.money());
            millis = Math.min(Cost.UNIT_MAX, millis + cost.millis());
            fuel = Math.min(Cost.UNIT_MAX, fuel + cost.fuel());
        }

        void take(Cost cost) {
            tokens = Math.max(0, tokens - cost.tokens());
            money = Math.max(0, money - cost.money());
            millis = Math.max(0, millis - cost.millis());
            fuel = Math.max(0, fuel - cost.fuel());
        }

        Cost cost() {
            return new Cost(tokens, money, millis, fuel);
        }

        boolean empty() {
            return tokens == 0 && money == 0 && millis == 0 && fuel == 0;
        }
    }

    /**
     * Opens a book with these limits, which no limit that is set later can raise.
     *
     * @param limits by purse name or kind
     */
    public PurseBook(Map<String, Cost> limits, Clock clock) {
        this.configured = Map.copyOf(limits);
        this.clock = clock;
    }

    /** The UTC day, from 1970, on which something of that time counts after others did on the latest day. */
    static long day(long atMillis, long latestDay) {
        return Math.max(Math.floorDiv(atMillis, DAY_MILLIS), latestDay - 1);
    }

    /** The day that a purse's counts are of. */
    static long dayOf(String purse, long day) {
        return purse.equals(DAY) ? day : WHOLE_LIFE;
    }

    @Override
    public synchronized Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
        if (open.containsKey(id)) {
            return Optional.of("act " + id + " holds a reservation already");
        }
        long day = day(atMillis, latestDay);
        List<Account> path = day == latestDay ? paths.getOrDefault(purse, List.of()) : List.of();
        if (path.isEmpty()) {
            List<Level> levels = levels(purse, day);
            if (levels.size() > PursePath.LEVELS_MAX) {
                return Optional.of("purse " + purse + " lies more than " + PursePath.LEVELS_MAX + " levels deep");
            }
            if (accounts.size() + levels.size() > PURSES_MAX
                    && !accounts.keySet().containsAll(levels)) {
                return Optional.of("the node has more than " + PURSES_MAX + " purses; pay from " + ROOT);
            }
            path = levels.stream().map(this::seen).toList();
        }
        for (Account account : path) {
            if (!account.fits(estimate)) {
                return Optional.of(shortage(account, estimate));
            }
        }
        hold(id, purse, day, path, estimate);
        return Optional.empty();
    }

    /** The account of that level; one that was never drawn from is not kept. */
    private Account seen(Level level) {
        Account known = accounts.get(level);
        return known != null ? known : new Account(level, limit(level.purse()));
    }

    private static List<Level> levels(String purse, long day) {
        List<Level> levels = new ArrayList<>(4);
        for (String each : PursePath.drawn(purse)) {
            levels.add(new Level(each, dayOf(each, day)));
        }
        return levels;
    }

    private static String shortage(Account account, Cost estimate) {
        PurseStanding standing = standing(account);
        List<String> units = new ArrayList<>();
        for (PurseStanding.Unit unit : standing.units()) {
            long wanted = unit.of(estimate);
            if (unit.limited() && wanted > 0 && wanted > unit.most() - unit.spent() - unit.reserved()) {
                units.add("wants " + wanted + " " + unit.name() + ", has " + unit.left() + " of " + unit.most());
            }
        }
        return "purse " + standing.purse() + " is too empty: " + String.join(", ", units)
                + (standing.daily() ? "; it is full again at midnight UTC" : "");
    }

    /** Remembers the way up from a purse while the day is the latest. */
    private void hold(ActId id, String purse, long day, List<Account> path, Cost estimate) {
        open.put(id, new Reservation(path, estimate));
        for (Account account : path) {
            account.reserved.add(estimate);
        }
        if (day != latestDay || !paths.containsKey(purse)) {
            path.forEach(account -> accounts.put(account.level, account));
            lived(day);
            if (day == latestDay) {
                paths.put(purse, path);
            }
        }
    }

    /** Days that can give nothing out any more are forgotten. */
    private void lived(long day) {
        if (day > latestDay) {
            latestDay = day;
            paths.clear();
            accounts.values()
                    .removeIf(account -> account.level.day() != WHOLE_LIFE
                            && account.level.day() < day - 1
                            && account.reserved.empty());
        }
    }

    @Override
    public synchronized void settle(ActId id, Cost spent) {
        Reservation held = open.remove(id);
        if (held == null) {
            return;
        }
        for (Account account : held.path()) {
            account.reserved.take(held.estimate());
            account.spent.add(spent);
        }
    }

    /**
     * Takes one entry of the log into account, in log order and before the book is in use. An intent
     * holds its reservation until its receipt; one that never gets a receipt holds it until the gate
     * closes it as unknown, at its estimate.
     */
    public synchronized void read(Entry entry) {
        switch (entry) {
            case Entry.Intent intent
            when !intent.act().estimate().equals(Cost.ZERO) ->
                load(
                        intent.id(),
                        intent.act().purse(),
                        day(intent.atMillis(), latestDay),
                        intent.act().estimate());
            case Receipt receipt -> settle(receipt.id(), receipt.spent());
            default -> {
                // Other entries move no money.
            }
        }
    }

    /** Takes over what a projection kept: what one purse gave out, on one day where it is the day's. */
    synchronized void load(String purse, long day, Cost spent) {
        accounts.computeIfAbsent(new Level(purse, day), this::seen).spent.add(spent);
        lived(day);
    }

    /** Takes over what a projection kept: one intent without a receipt. */
    synchronized void load(ActId id, String purse, long day, Cost estimate) {
        hold(id, purse, day, levels(purse, day).stream().map(this::seen).toList(), estimate);
    }

    /** Sets the most that a purse, or each of its kind, gives out; what is configured stays the most there is. */
    synchronized void limit(String purse, Cost most) {
        set.put(purse, most);
        accounts.values().forEach(account -> account.limit = limit(account.level.purse()));
    }

    /** The limit that was set for a purse or a kind by an act. */
    synchronized Cost limitSet(String purse) {
        return set.getOrDefault(purse, NO_LIMIT);
    }

    /** Where a purse stands now. */
    public synchronized PurseStanding standing(String purse) {
        return standing(seen(new Level(purse, dayOf(purse, day(clock.millis(), latestDay)))));
    }

    private static PurseStanding standing(Account account) {
        return new PurseStanding(account.level.purse(), account.spent.cost(), account.reserved.cost(), account.limit);
    }

    /** Every purse that was ever drawn from, by name. */
    public synchronized Map<String, PurseStanding> standings() {
        Map<String, PurseStanding> all = new TreeMap<>();
        accounts.keySet().forEach(level -> all.put(level.purse(), standing(level.purse())));
        return all;
    }

    private Cost limit(String purse) {
        return limit(configured, purse).atMost(limit(set, purse));
    }

    private static Cost limit(Map<String, Cost> limits, String purse) {
        Cost own = limits.get(purse);
        return own != null ? own : limits.getOrDefault(PursePath.kind(purse), NO_LIMIT);
    }
}
