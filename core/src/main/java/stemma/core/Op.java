package stemma.core;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The typed name of one kind of effect, such as {@code fs.write}. Policy sees its name, the gate its
 * durability, and its one {@link Performer} the input and output types.
 *
 * @param name {@code family.verb}, lower case
 * @param durability how the log holds acts of this kind
 * @param <I> what the performer is given
 * @param <O> what it returns
 */
@SuppressWarnings("UnusedTypeParameter") // the type parameters tie an act's input and output to its performer
public record Op<I, O>(String name, Durability durability) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*\\.[a-z][a-z0-9-]*");

    public Op {
        Objects.requireNonNull(durability, "durability");
        if (name.length() > Act.OP_CHARS_MAX || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an op is named family.verb in lower case, at most " + Act.OP_CHARS_MAX
                    + " characters, not '" + name + "'");
        }
    }

    public static <I, O> Op<I, O> observe(String name) {
        return new Op<>(name, Durability.OBSERVE);
    }

    public static <I, O> Op<I, O> effect(String name) {
        return new Op<>(name, Durability.EFFECT);
    }

    public static <I, O> Op<I, O> metered(String name) {
        return new Op<>(name, Durability.METERED);
    }
}
