package stemma.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Cost;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Performers;
import stemma.core.Refusal;

/** What can be asked about purses. Looking at one costs nothing and is no act; setting a limit is one. */
public final class PurseOperations {
    private static final String NONE = "none";

    private final Gate gate;
    private final PurseBook book;

    public PurseOperations(Gate gate, PurseBook book) {
        this.gate = gate;
        this.book = book;
    }

    /** Registers the performer of the acts that set limits. */
    public static void register(Performers.Builder performers, PurseBook book) {
        PurseSetting.register(performers, book);
    }

    /**
     * One unit of one purse.
     *
     * @param unit tokens, millionths of money, milliseconds in a box, or fuel
     * @param spent in the purse's period
     * @param reserved for acts that have not ended
     * @param most spent and reserved together; -1 when nothing limits it
     */
    record Unit(String unit, long spent, long reserved, long most) {
        /** What may still be given out; -1 when nothing limits it. */
        long left() {
            return most < 0 ? -1 : Math.max(0, most - spent - reserved);
        }
    }

    /**
     * One purse.
     *
     * @param name its own, or {@code each goal} for a limit of all of a kind
     * @param depth levels below the root, so that the list reads as a tree
     * @param period {@code day} when it is filled again at midnight UTC, else {@code whole life}
     * @param units those that were used or are limited
     */
    record PurseView(String name, int depth, String period, List<Unit> units) {
        PurseView {
            units = List.copyOf(units);
        }

        static PurseView of(PurseStanding standing) {
            List<Unit> units = standing.units().stream()
                    .filter(unit -> unit.limited() || unit.spent() + unit.reserved() > 0)
                    .map(unit ->
                            new Unit(unit.name(), unit.spent(), unit.reserved(), unit.limited() ? unit.most() : -1))
                    .toList();
            String purse = standing.purse();
            boolean kind = PursePath.KINDS.contains(purse);
            int depth = purse.equals(PurseBook.ROOT)
                    ? 0
                    : purse.equals(PurseBook.DAY) ? 1 : PursePath.drawn(purse).size() - 1;
            return new PurseView(kind ? "each " + purse : purse, depth, standing.daily() ? "day" : "whole life", units);
        }
    }

    /** The tree from its root: each purse before those that draw from it. */
    record Listed(List<PurseView> purses) {
        Listed {
            purses = List.copyOf(purses);
        }
    }

    /** A new limit. */
    record Limit(
            @Param(
                    value = "node, day, goal for each goal, sub-agent for each of them, or one such as goal:3.41",
                    position = 0)
            String purse,

            @Param(value = "tokens, money (in millionths), time (in milliseconds in a box) or fuel", position = 1)
            String unit,

            @Param(value = "the most it may give out, or none", position = 2)
            String most) {}

    /** Every operation, declared before there is anything to ask. */
    public static List<Operation<?, ?>> all(Supplier<PurseOperations> live) {
        return List.of(
                new Operation<>(
                        "purse.list",
                        "Show what was spent, what is set aside and what is left",
                        Operation.Nothing.class,
                        Listed.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().list(),
                        PurseText::of),
                new Operation<>(
                        "purse.set",
                        "Limit what a purse may give out",
                        Limit.class,
                        PurseView.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().set(input, call),
                        purse -> PurseText.of(new Listed(List.of(purse)))));
    }

    Listed list() {
        List<PurseView> purses = new ArrayList<>();
        purses.add(PurseView.of(book.standing(PurseBook.ROOT)));
        purses.add(PurseView.of(book.standing(PurseBook.DAY)));
        PursePath.KINDS.stream()
                .map(kind -> PurseView.of(book.standing(kind)))
                .filter(kind -> !kind.units().isEmpty())
                .map(kind -> new PurseView(kind.name(), 2, kind.period(), kind.units()))
                .forEach(purses::add);
        book.standings().values().stream()
                .filter(standing -> !standing.purse().equals(PurseBook.ROOT)
                        && !standing.purse().equals(PurseBook.DAY))
                .sorted(Comparator.comparing(standing -> standing.purse().split("/", -1), Arrays::<String>compare))
                .map(PurseView::of)
                .filter(purse -> !purse.units().isEmpty())
                .forEach(purses::add);
        return new Listed(purses);
    }

    PurseView set(Limit in, Call call) {
        PursePath.fault(in.purse()).ifPresent(fault -> {
            throw new Refusal(Refusal.Kind.BAD_INPUT, fault);
        });
        Cost most = kind(in.unit()).in(book.limitSet(in.purse()), amount(in.most()));
        new PurseSetting(in.purse(), most).perform(gate, call.caller()).orThrow();
        return PurseView.of(book.standing(in.purse()));
    }

    private static PurseStanding.Kind kind(String unit) {
        return Arrays.stream(PurseStanding.Kind.values())
                .filter(kind -> kind.word().equals(unit))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.BAD_INPUT,
                        "'" + Shown.plain(unit) + "' is no unit of a purse; they are "
                                + Arrays.stream(PurseStanding.Kind.values())
                                        .map(PurseStanding.Kind::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static long amount(String most) {
        if (most.equals(NONE)) {
            return Cost.UNIT_MAX;
        }
        if (!most.matches("[0-9]{1,15}")) {
            throw new Refusal(
                    Refusal.Kind.BAD_INPUT,
                    "'" + Shown.plain(most) + "' is no limit; give a whole number of at most 15 digits, or " + NONE);
        }
        return Long.parseLong(most);
    }
}
