package stemma.core;

import java.util.Objects;
import java.util.Optional;

/**
 * What a performer returns.
 *
 * @param output for the caller
 * @param spent what it really took from the purse; what is over the act's estimate is noted, not charged
 * @param outputDigest digest of the output where it can be checked later
 * @param evidence facts for the receipt; over {@link Receipt#EVIDENCE_BYTES_MAX} canonical bytes only
 *     their digest and size are kept
 */
public record Done<O>(O output, Cost spent, Optional<Digest> outputDigest, Json.Obj evidence) {
    private static final Json.Obj NONE = Json.object().build();

    public Done {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(spent, "spent");
        Objects.requireNonNull(outputDigest, "outputDigest");
        Objects.requireNonNull(evidence, "evidence");
    }

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
