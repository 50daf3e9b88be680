package stemma.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stemma.core.ActId;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Entry;
import stemma.core.Purses;
import stemma.core.Receipt;

/**
 * The purses of one node. Every purse draws from itself and from {@code node}, so a goal's purse
 * {@code goal:3.41} can be empty while the node's is not, and the other way round. A limit is
 * configured for a purse by name, or for a kind of purse: {@code goal} speaks for every
 * {@code goal:*}. Without a limit a purse counts and refuses nothing.
 *
 * <p>Spent and reserved together never pass a limit, as long as acts spend no more than their
 * estimates; one that did is charged what it took, and the purse gives out less until its period
 * ends. What is still reserved when a day ends counts against the next.
 *
 * <p>The log is the truth: {@link #read} brings a new book to where the old one stood. Thread-safe.
 */
public final class PurseBook implements Purses {
    /** The purse that every other draws from. */
    public static final String ROOT = "node";

    /** Purses that may exist; a goal's purse is one. */
    public static final int PURSES_MAX = 100_000;

    private static final long DAY_MILLIS = 24 * 60 * 60 * 1000L;

    private final Map<String, PurseLimit> limits;
    private final Clock clock;
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<ActId, Reservation> open = new HashMap<>();

    private record Reservation(String purse, Cost estimate) {}

    /** One purse's counts; guarded by the book. */
    private static final class Account {
        private Cost whole = Cost.ZERO;
        private Cost today = Cost.ZERO;
        private long day;
        private Cost reserved = Cost.ZERO;
    }

    /**
     * Opens a book with these limits.
     *
     * @param limits by purse name or kind
     */
    public PurseBook(Map<String, PurseLimit> limits, Clock clock) {
        this.limits = Map.copyOf(limits);
        this.clock = clock;
    }

    /** The purses that an act paid from this one draws from, itself first. */
    static List<String> drawn(String purse) {
        return purse.equals(ROOT) ? List.of(ROOT) : List.of(purse, ROOT);
    }

    /** The UTC day of a time, counted from 1970. */
    static long day(long millis) {
        return Math.floorDiv(millis, DAY_MILLIS);
    }

    /** The sum, each unit kept at {@link Cost#UNIT_MAX}: a counter never fails. */
    static Cost sum(Cost a, Cost b) {
        return new Cost(
                Math.min(Cost.UNIT_MAX, a.tokens() + b.tokens()),
                Math.min(Cost.UNIT_MAX, a.money() + b.money()),
                Math.min(Cost.UNIT_MAX, a.millis() + b.millis()),
                Math.min(Cost.UNIT_MAX, a.fuel() + b.fuel()));
    }

    @Override
    public synchronized Optional<String> reserve(ActId id, String purse, Cost estimate) {
        long today = day(clock.millis());
        if (open.containsKey(id)) {
            return Optional.of("act " + id + " holds a reservation already");
        }
        if (accounts.size() >= PURSES_MAX && !accounts.containsKey(purse)) {
            return Optional.of("the node has more than " + PURSES_MAX + " purses; pay from " + ROOT);
        }
        for (String name : drawn(purse)) {
            Optional<String> shortage = shortage(name, estimate, today);
            if (shortage.isPresent()) {
                return shortage;
            }
        }
        hold(id, purse, estimate);
        return Optional.empty();
    }

    private Optional<String> shortage(String name, Cost estimate, long today) {
        PurseLimit limit = limit(name);
        Account account = account(name);
        Cost used = sum(spent(account, limit, today), account.reserved);
        List<String> units = new ArrayList<>();
        shortUnit(
                units, "tokens", used.tokens(), estimate.tokens(), limit.most().tokens());
        shortUnit(
                units,
                "millionths of money",
                used.money(),
                estimate.money(),
                limit.most().money());
        shortUnit(
                units,
                "ms in a box",
                used.millis(),
                estimate.millis(),
                limit.most().millis());
        shortUnit(units, "fuel", used.fuel(), estimate.fuel(), limit.most().fuel());
        return units.isEmpty()
                ? Optional.empty()
                : Optional.of("purse " + name + " is too empty: " + String.join(", ", units)
                        + (limit.period() == PurseLimit.Period.DAY ? "; it is full again at midnight UTC" : ""));
    }

    private static void shortUnit(List<String> units, String unit, long used, long wanted, long most) {
        if (most < Cost.UNIT_MAX && wanted > 0 && used + wanted > most) {
            units.add("wants " + wanted + " " + unit + ", has " + Math.max(0, most - used) + " of " + most);
        }
    }

    private void hold(ActId id, String purse, Cost estimate) {
        open.put(id, new Reservation(purse, estimate));
        for (String name : drawn(purse)) {
            Account account = account(name);
            account.reserved = sum(account.reserved, estimate);
        }
    }

    @Override
    public synchronized void settle(ActId id, Cost spent) {
        Reservation held = open.remove(id);
        if (held != null) {
            free(held);
            charge(held.purse(), spent, clock.millis());
        }
    }

    private void free(Reservation held) {
        for (String name : drawn(held.purse())) {
            Account account = account(name);
            account.reserved = account.reserved.less(held.estimate());
        }
    }

    private void charge(String purse, Cost spent, long atMillis) {
        if (spent.equals(Cost.ZERO)) {
            return;
        }
        for (String name : drawn(purse)) {
            charge(spent, day(atMillis), account(name));
        }
    }

    /** A clock that was set back gives no day a second time: what is spent then counts on the last day. */
    private static void charge(Cost spent, long day, Account account) {
        if (day > account.day) {
            account.day = day;
            account.today = Cost.ZERO;
        }
        account.whole = sum(account.whole, spent);
        account.today = sum(account.today, spent);
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
                hold(intent.id(), intent.act().purse(), intent.act().estimate());
            case Receipt receipt -> {
                Reservation held = open.remove(receipt.id());
                if (held != null) {
                    free(held);
                }
                if (!receipt.act().estimate().equals(Cost.ZERO)) {
                    charge(receipt.act().purse(), receipt.spent(), receipt.atMillis());
                }
            }
            default -> {
                // Other entries move no money.
            }
        }
    }

    /** Takes over what a projection kept: one purse's spending of one day. */
    synchronized void load(String purse, long day, Cost spent) {
        charge(spent, day, account(purse));
    }

    /** Takes over what a projection kept: one intent without a receipt. */
    synchronized void load(ActId id, String purse, Cost estimate) {
        hold(id, purse, estimate);
    }

    /** Where a purse stands now. */
    public synchronized PurseStanding standing(String purse) {
        Account account = accounts.getOrDefault(purse, new Account());
        PurseLimit limit = limit(purse);
        return new PurseStanding(purse, spent(account, limit, day(clock.millis())), account.reserved, limit);
    }

    /** Every purse that was ever drawn from, by name. */
    public synchronized Map<String, PurseStanding> standings() {
        Map<String, PurseStanding> all = new TreeMap<>();
        accounts.keySet().forEach(purse -> all.put(purse, standing(purse)));
        return all;
    }

    private Cost spent(Account account, PurseLimit limit, long today) {
        if (limit.period() == PurseLimit.Period.NONE) {
            return account.whole;
        }
        return account.day >= today ? account.today : Cost.ZERO;
    }

    private Account account(String purse) {
        return accounts.computeIfAbsent(purse, p -> new Account());
    }

    private PurseLimit limit(String purse) {
        PurseLimit own = limits.get(purse);
        int colon = purse.indexOf(':');
        String kind = colon < 0 ? purse : purse.substring(0, colon);
        return own != null ? own : limits.getOrDefault(kind, PurseLimit.NONE);
    }
}
