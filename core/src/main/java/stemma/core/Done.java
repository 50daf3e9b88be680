package stemma.core;

import java.util.Optional;

/**
 * What a performer returns.
 *
 * @param output for the caller
 * @param spent what it really took from the purse
 * @param outputDigest digest of the output where it can be checked later
 * @param evidence facts for the receipt, at most {@link Receipt#EVIDENCE_BYTES_MAX} bytes canonical
 */
public record Done<O>(O output, Cost spent, Optional<Digest> outputDigest, Json.Obj evidence) {
    private static final Json.Obj NONE = Json.object().build();

    public static <O> Done<O> of(O output) {
        return new Done<>(output, Cost.ZERO, Optional.empty(), NONE);
    }

    public Done<O> spending(Cost cost) {
        return new Done<>(output, cost, outputDigest, evidence);
    }

    public Done<O> digest(Digest digest) {
        return new Done<>(output, spent, Optional.of(digest), evidence);
    }

    public Done<O> evidence(Json.Obj facts) {
        return new Done<>(output, spent, outputDigest, facts);
    }
}
