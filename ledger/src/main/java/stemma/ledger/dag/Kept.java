package stemma.ledger.dag;

import java.util.Optional;
import java.util.function.Function;
import stemma.core.ActId;

/** What became of an object that was recorded. */
public sealed interface Kept {
    /** It is there, and what was committed to. */
    record Whole(DagObject object) implements Kept {}

    /** An operator had its content erased. */
    record Erased(ActId by) implements Kept {}

    /** Its file is not there, or not what was committed to; {@code stemma log verify} says which. */
    record Lost() implements Kept {}

    /** Something of the object; empty when it is gone. */
    default <T> Optional<T> map(Function<DagObject, T> of) {
        return this instanceof Whole(DagObject object) ? Optional.of(of.apply(object)) : Optional.empty();
    }

    /** A text of the object, or in brackets why there is none. */
    default String text(Function<DagObject, String> of) {
        return switch (this) {
            case Whole(DagObject object) -> of.apply(object);
            case Erased(ActId by) -> "[erased by act " + by + "]";
            case Lost lost -> "[its object is lost: stemma log verify]";
        };
    }
}
