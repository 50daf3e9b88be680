package stemma.core;

import java.util.Optional;

/** What the gate answers: the act ended, or a person has to be asked first. */
public sealed interface Result<O> {

    /**
     * The act ended, one way or another.
     *
     * @param output what the performer returned; present exactly when the ending is {@code DONE}
     */
    record Ended<O>(Receipt receipt, Optional<O> output) implements Result<O> {
        public Ended {
            if (output.isPresent() != (receipt.ending() == Ending.DONE)) {
                throw new IllegalArgumentException("an output comes with the ending done, and only with it");
            }
        }
    }

    /** Nothing happened yet; the same act, performed again once approved, goes through. */
    record Waiting<O>(Approval approval) implements Result<O> {}

    /** The output, or {@link ActRefused} that says why there is none. */
    default O orThrow() {
        return switch (this) {
            case Ended<O>(Receipt receipt, Optional<O> output) -> output.orElseThrow(() -> new ActRefused(receipt));
            case Waiting<O>(Approval approval) -> throw new ActWaiting(approval);
        };
    }
}
