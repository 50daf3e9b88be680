package stemma.core;

import java.util.Objects;

/**
 * What a sink is about to do, built from its real arguments and never copied from the act: a permit
 * is spent only on the effect it was issued for.
 *
 * @param op the op's name
 * @param target what it acts on, in the same form as the act's target
 * @param inputDigest digest of the bytes that go in; {@link Digest#EMPTY} where none do
 */
public record Effect(String op, String target, Digest inputDigest) {
    public Effect {
        Objects.requireNonNull(op, "op");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(inputDigest, "inputDigest");
    }
}
