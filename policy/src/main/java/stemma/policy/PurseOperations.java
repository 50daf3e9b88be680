package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import stemma.core.Auth;
import stemma.core.Operation;

/** What can be asked about purses. Looking at one costs nothing and is no act. */
public final class PurseOperations {
    private final PurseBook book;

    public PurseOperations(PurseBook book) {
        this.book = book;
    }

    /**
     * One unit of one purse.
     *
     * @param unit tokens, millionths of money, milliseconds in a box, or fuel
     * @param spent in the purse's period
     * @param reserved for acts that have not ended
     * @param most spent and reserved together; -1 when nothing limits it
     */
    record Unit(String unit, long spent, long reserved, long most) {}

    /**
     * One purse.
     *
     * @param period {@code day} when it is filled again at midnight UTC, else {@code whole life}
     * @param units those that were used or are limited
     */
    record PurseView(String name, String period, List<Unit> units) {
        PurseView {
            units = List.copyOf(units);
        }

        static PurseView of(PurseStanding standing) {
            List<Unit> units = standing.units().stream()
                    .filter(unit -> unit.limited() || unit.spent() + unit.reserved() > 0)
                    .map(unit ->
                            new Unit(unit.name(), unit.spent(), unit.reserved(), unit.limited() ? unit.most() : -1))
                    .toList();
            return new PurseView(standing.purse(), standing.daily() ? "day" : "whole life", units);
        }
    }

    /** The node's purse, which every other draws from, and then those that were drawn from, by name. */
    record Listed(List<PurseView> purses) {
        Listed {
            purses = List.copyOf(purses);
        }
    }

    /** Every operation, declared before there is anything to ask. */
    public static List<Operation<?, ?>> all(Supplier<PurseOperations> live) {
        return List.of(new Operation<>(
                "purse.list",
                "Show what was spent, what is set aside and what is left",
                Operation.Nothing.class,
                Listed.class,
                Auth.OPERATOR,
                false,
                (input, call) -> live.get().list(),
                PurseOperations::text));
    }

    Listed list() {
        List<PurseView> purses = new ArrayList<>();
        purses.add(PurseView.of(book.standing(PurseBook.ROOT)));
        book.standings().values().stream()
                .filter(standing -> !standing.purse().equals(PurseBook.ROOT))
                .map(PurseView::of)
                .filter(purse -> !purse.units().isEmpty())
                .forEach(purses::add);
        return new Listed(purses);
    }

    private static String text(Listed listed) {
        List<String> rows = new ArrayList<>();
        for (PurseView purse : listed.purses()) {
            if (purse.units().isEmpty()) {
                rows.add(String.format("%-12s nothing spent, nothing limited", Shown.plain(purse.name())));
            }
            for (Unit unit : purse.units()) {
                rows.add(String.format(
                        Locale.ROOT,
                        "%-12s %s: %,d spent, %,d set aside, %s (%s)",
                        Shown.plain(purse.name()),
                        unit.unit(),
                        unit.spent(),
                        unit.reserved(),
                        unit.most() < 0
                                ? "no limit"
                                : String.format(
                                        Locale.ROOT,
                                        "%,d of %,d left",
                                        Math.max(0, unit.most() - unit.spent() - unit.reserved()),
                                        unit.most()),
                        purse.period()));
            }
        }
        return String.join("\n", rows);
    }
}
