package stemma.model;

import stemma.core.Op;
import stemma.core.Performers;
import stemma.sandbox.Egress;

/** The op of this module. Its target is {@code host:port}. */
public final class ModelOps {
    public static final Op<ModelQuestion, ModelOutcome> MODEL_ASK = Op.effect("model.ask");

    private ModelOps() {}

    /** Registers the performer, which reaches models through this sink. */
    public static Performers.Builder register(Performers.Builder performers, Egress egress) {
        return performers.add(MODEL_ASK, new ModelPerformer(egress));
    }
}
