package stemma.core;

import java.util.Objects;

/**
 * An intended effect, as pure data. It says everything that policy judges, an approval binds and a
 * receipt repeats; the input itself stays outside and is named by its digest.
 *
 * @param op the {@link Op}'s name
 * @param target what it acts on: an absolute path, a command line, {@code host:port}, an id
 * @param inputDigest digest of the input's bytes; {@link Digest#EMPTY} where there are none
 * @param actor who intends it
 * @param provenance where the wish came from
 * @param purse the budget that pays, for example {@code node}
 * @param estimate the most it may take from the purse; set aside before it starts
 * @param deadlineMillis how long the performer may take, 1 to {@link #DEADLINE_MILLIS_MAX}
 * @param spends how often its permit may be spent; more than one makes a lease, for metered ops only
 */
public record Act(
        String op,
        String target,
        Digest inputDigest,
        Actor actor,
        Provenance provenance,
        String purse,
        Cost estimate,
        long deadlineMillis,
        int spends) {

    public static final int OP_CHARS_MAX = 64;
    public static final int TARGET_CHARS_MAX = 4_096;
    public static final int PURSE_CHARS_MAX = 64;
    public static final long DEADLINE_MILLIS_MAX = 24 * 60 * 60 * 1000L;
    public static final long DEADLINE_MILLIS_DEFAULT = 60_000;
    public static final int SPENDS_MAX = 1_000_000_000;
    /** The purse that pays when none is named. */
    public static final String PURSE_DEFAULT = "node";

    public Act {
        Objects.requireNonNull(inputDigest, "inputDigest");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(estimate, "estimate");
        Limits.text("an act's op", op, 1, OP_CHARS_MAX);
        Limits.text("an act's target", target, 0, TARGET_CHARS_MAX);
        Limits.text("a purse's name", purse, 1, PURSE_CHARS_MAX);
        require(deadlineMillis >= 1 && deadlineMillis <= DEADLINE_MILLIS_MAX, "a deadline is 1 ms to 24 h");
        require(spends >= 1 && spends <= SPENDS_MAX, "a permit is spent 1 to " + SPENDS_MAX + " times");
    }

    /** An act with no input, the default deadline and purse, and no cost. */
    public static Act of(Op<?, ?> op, String target, Actor actor, Provenance provenance) {
        return new Act(
                op.name(),
                target,
                Digest.EMPTY,
                actor,
                provenance,
                PURSE_DEFAULT,
                Cost.ZERO,
                DEADLINE_MILLIS_DEFAULT,
                1);
    }

    public Act input(Digest digest) {
        return new Act(op, target, digest, actor, provenance, purse, estimate, deadlineMillis, spends);
    }

    public Act paidFrom(String name, Cost most) {
        return new Act(op, target, inputDigest, actor, provenance, name, most, deadlineMillis, spends);
    }

    public Act within(long millis) {
        return new Act(op, target, inputDigest, actor, provenance, purse, estimate, millis, spends);
    }

    public Act leased(int count) {
        return new Act(op, target, inputDigest, actor, provenance, purse, estimate, deadlineMillis, count);
    }

    /** Digest of the canonical bytes: what an approval is bound to. */
    public Digest digest() {
        return Digest.of(EntryCodec.bytes(this));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
