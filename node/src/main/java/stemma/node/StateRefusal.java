package stemma.node;

import stemma.core.Operation;
import stemma.core.Refusal;
import stemma.store.StateAway;
import stemma.store.StateBusy;

/** Tables that cannot be asked now are no fault of the node: whoever asks learns it, and what to do. */
final class StateRefusal {
    private StateRefusal() {}

    /** The operation, with a state that is away as a refusal. */
    static <I extends Record, O extends Record> Operation<I, O> told(Operation<I, O> operation) {
        return new Operation<>(
                operation.name(),
                operation.summary(),
                operation.input(),
                operation.output(),
                operation.auth(),
                operation.changes(),
                (input, call) -> {
                    try {
                        return operation.handler().handle(input, call);
                    } catch (StateAway | StateBusy e) {
                        throw new Refusal(Refusal.Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
                    }
                },
                operation.text());
    }
}
