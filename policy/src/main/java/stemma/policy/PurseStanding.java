package stemma.policy;

import java.util.List;
import java.util.Locale;
import stemma.core.Cost;

/**
 * Where a purse stands.
 *
 * @param purse its name
 * @param spent in the node's life, or on this day where it is the day's purse
 * @param reserved set aside for acts that have not ended
 * @param limit the most of both together
 */
public record PurseStanding(String purse, Cost spent, Cost reserved, Cost limit) {

    /** The four units, by the names that people type. */
    enum Kind {
        TOKENS("tokens"),
        MONEY("millionths of money"),
        TIME("ms in a box"),
        FUEL("fuel");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** How much of it a cost holds. */
        long of(Cost cost) {
            return switch (this) {
                case TOKENS -> cost.tokens();
                case MONEY -> cost.money();
                case TIME -> cost.millis();
                case FUEL -> cost.fuel();
            };
        }

        /** As it is typed. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** This much of this unit, and of each other what the cost says. */
        Cost in(Cost cost, long amount) {
            return new Cost(
                    this == TOKENS ? amount : cost.tokens(),
                    this == MONEY ? amount : cost.money(),
                    this == TIME ? amount : cost.millis(),
                    this == FUEL ? amount : cost.fuel());
        }
    }

    /**
     * One unit of a purse.
     *
     * @param spent in the purse's time
     * @param reserved for acts that have not ended
     * @param most spent and reserved together; {@link Cost#UNIT_MAX} is no limit
     */
    record Unit(Kind kind, long spent, long reserved, long most) {
        /** Tokens, millionths of money, ms in a box, or fuel. */
        String name() {
            return kind.words;
        }

        long of(Cost cost) {
            return kind.of(cost);
        }

        boolean limited() {
            return most < Cost.UNIT_MAX;
        }

        long left() {
            return Math.max(0, most - spent - reserved);
        }
    }

    /** All four units. */
    List<Unit> units() {
        return List.of(unit(Kind.TOKENS), unit(Kind.MONEY), unit(Kind.TIME), unit(Kind.FUEL));
    }

    private Unit unit(Kind kind) {
        return new Unit(kind, kind.of(spent), kind.of(reserved), kind.of(limit));
    }

    /** Whether it is another one after midnight UTC. */
    boolean daily() {
        return purse.equals(PurseBook.DAY);
    }

    /** What is left, for a person: {@code 12,000 of 50,000 tokens today}; or that there is no limit. */
    public String left() {
        List<String> parts = units().stream()
                .filter(Unit::limited)
                .map(unit -> String.format(Locale.ROOT, "%,d of %,d %s", unit.left(), unit.most(), unit.name()))
                .toList();
        return parts.isEmpty() ? "no limit" : String.join(", ", parts) + (daily() ? " today" : "");
    }
}
