package stemma.policy;

import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Provenance;
import stemma.core.Result;

/**
 * Sets how much a purse gives out, by an act whose receipt says it. A unit at {@link Cost#UNIT_MAX} is
 * not limited.
 *
 * @param purse its name, or a kind
 * @param most of each unit
 */
record PurseSetting(String purse, Cost most) {
    static final Op<PurseSetting, PurseSetting> OP = Op.effect("purse.set");

    /** The performer of {@link #OP} over this book. */
    static void register(Performers.Builder performers, PurseBook book) {
        performers.add(OP, (setting, permit) -> {
            permit.spend(new Effect(OP.name(), setting.target(), setting.digest()));
            book.limit(setting.purse(), setting.most());
            return Done.of(setting).evidence(setting.facts());
        });
    }

    Result<PurseSetting> perform(Gate gate, Actor operator) {
        Act act = Act.of(OP, target(), operator, Provenance.OPERATOR).input(digest());
        return gate.perform(OP, act, this);
    }

    /** Says the limits themselves, so that whoever is asked reads them: {@code day tokens 50000}. */
    private String target() {
        StringBuilder target = new StringBuilder(purse);
        for (PurseStanding.Kind kind : PurseStanding.Kind.values()) {
            long amount = kind.of(most);
            if (amount < Cost.UNIT_MAX) {
                target.append(' ').append(kind.word()).append(' ').append(amount);
            }
        }
        return most.equals(PurseBook.NO_LIMIT) ? purse + " no limit" : target.toString();
    }

    private Digest digest() {
        return Digest.of(facts().canonical());
    }

    private Json.Obj facts() {
        return Json.object()
                .put("purse", purse)
                .put("tokens", most.tokens())
                .put("money", most.money())
                .put("millis", most.millis())
                .put("fuel", most.fuel())
                .build();
    }
}
