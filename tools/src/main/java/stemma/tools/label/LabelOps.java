package stemma.tools.label;

import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Provenance;

/** The act by which a person vouches for bytes. What comes of it is in its receipt, and in {@link LabelTable}. */
public final class LabelOps {
    /** Its target is the digest of the bytes; its input says what they are and what was known of them. */
    public static final Op<Endorsement, Endorsed> ENDORSE = Op.effect("label.endorse");

    /**
     * What a person vouches for.
     *
     * @param what a path, {@code answer of goal 3.41}, or {@code object}
     * @param was what was known of the bytes before
     */
    public record Endorsement(Digest content, String what, Provenance was) {
        private Json.Obj json() {
            return Json.object().put("what", what).put("was", was.json()).build();
        }

        Digest digest() {
            return Digest.of(json().canonical());
        }
    }

    /** Nothing beyond the receipt. */
    public record Endorsed() {}

    private LabelOps() {}

    /** Registers who performs it. */
    public static void register(Performers.Builder performers) {
        performers.add(ENDORSE, (endorsement, permit) -> {
            permit.spend(new Effect(ENDORSE.name(), endorsement.content().hex(), endorsement.digest()));
            return Done.of(new Endorsed()).evidence(endorsement.json());
        });
    }
}
