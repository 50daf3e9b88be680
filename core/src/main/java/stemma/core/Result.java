package stemma.core;

import java.util.Optional;

/** What the gate answers: the act ended, or a person has to be asked first. */
public sealed interface Result<O> {

    /**
     * The act ended, one way or another.
     *
     * @param output what the performer returned: always there when the ending is {@code DONE}, never when
     *     nothing was performed, and otherwise what a performer had to say of its failure
     */
    record Ended<O>(Receipt receipt, Optional<O> output) implements Result<O> {
        public Ended {
            boolean fits = switch (receipt.ending()) {
                case DONE -> output.isPresent();
                case FAILED, TIMED_OUT -> true;
                case DENIED, EXPIRED, CANCELLED, UNKNOWN -> output.isEmpty();
            };
            if (!fits) {
                throw new IllegalArgumentException("an act that is "
                        + receipt.ending().word() + (output.isPresent() ? " has no output" : " has an output"));
            }
        }

        /** The output of an act that was done. */
        public Optional<O> done() {
            return receipt.ending() == Ending.DONE ? output : Optional.empty();
        }
    }

    /** Nothing happened yet; the same act, performed again once approved, goes through. */
    record Waiting<O>(Approval approval) implements Result<O> {}

    /** The output of an act that was done, or {@link ActRefused} that says why it was not. */
    default O orThrow() {
        return switch (this) {
            case Ended<O> ended -> ended.done().orElseThrow(() -> new ActRefused(ended.receipt()));
            case Waiting<O>(Approval approval) -> throw new ActWaiting(approval);
        };
    }
}
