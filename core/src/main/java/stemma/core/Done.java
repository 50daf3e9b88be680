package stemma.core;

import java.util.Objects;
import java.util.Optional;

/**
 * What a performer returns. A performer that knows what a failed effect took, saw and left behind
 * returns that too, with {@link #failed} or {@link #timedOut}; an exception says less, and is
 * charged the whole estimate.
 *
 * @param output for the caller
 * @param spent what it really took from the purse; what is over the act's estimate is noted, not charged
 * @param outputDigest digest of the output where it can be checked later
 * @param evidence facts for the receipt; over {@link Receipt#EVIDENCE_BYTES_MAX} canonical bytes only
 *     their digest and size are kept
 * @param ending done, failed or timed out; the other endings are the gate's to give
 * @param note why it is not done, one sentence; empty when it is
 */
public record Done<O>(
        O output, Cost spent, Optional<Digest> outputDigest, Json.Obj evidence, Ending ending, String note) {
    private static final Json.Obj NONE = Json.object().build();

    public Done {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(spent, "spent");
        Objects.requireNonNull(outputDigest, "outputDigest");
        Objects.requireNonNull(evidence, "evidence");
        if (ending != Ending.DONE && ending != Ending.FAILED && ending != Ending.TIMED_OUT) {
            throw new IllegalArgumentException("a performer does not end its act as " + ending.word());
        }
        if (note.isEmpty() != (ending == Ending.DONE)) {
            throw new IllegalArgumentException("an act that is not done, and no other, says why");
        }
    }

    public static <O> Done<O> of(O output) {
        return new Done<>(output, Cost.ZERO, Optional.empty(), NONE, Ending.DONE, "");
    }

    public Done<O> spending(Cost cost) {
        return new Done<>(output, cost, outputDigest, evidence, ending, note);
    }

    public Done<O> digest(Digest digest) {
        return new Done<>(output, spent, Optional.of(digest), evidence, ending, note);
    }

    public Done<O> evidence(Json.Obj facts) {
        return new Done<>(output, spent, outputDigest, facts, ending, note);
    }

    /** The same, but the effect failed. */
    public Done<O> failed(String why) {
        return new Done<>(output, spent, outputDigest, evidence, Ending.FAILED, why);
    }

    /** The same, but a time limit of the effect passed before it was done. */
    public Done<O> timedOut(String why) {
        return new Done<>(output, spent, outputDigest, evidence, Ending.TIMED_OUT, why);
    }
}
