package stemma.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which performer does which op: exactly one each. Built once, then immutable and thread-safe. */
public final class Performers {
    private final Map<Op<?, ?>, Performer<?, ?>> byOp;

    private Performers(Map<Op<?, ?>, Performer<?, ?>> byOp) {
        this.byOp = Map.copyOf(byOp);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Every op's name, in order. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        byOp.keySet().forEach(op -> names.add(op.name()));
        return names;
    }

    @SuppressWarnings("unchecked") // Builder.add ties each op to a performer of its types
    <I, O> Performer<I, O> of(Op<I, O> op) {
        Performer<?, ?> performer = byOp.get(op);
        if (performer == null) {
            throw new IllegalStateException("nothing performs " + op.name() + " on this node");
        }
        return (Performer<I, O>) performer;
    }

    /** Collects performers; not thread-safe. */
    public static final class Builder {
        private final Map<Op<?, ?>, Performer<?, ?>> byOp = new HashMap<>();
        private final Set<String> names = new TreeSet<>();

        private Builder() {}

        /** Registers the one performer of an op; throws {@link IllegalStateException} on a second. */
        public <I, O> Builder add(Op<I, O> op, Performer<I, O> performer) {
            if (!names.add(op.name())) {
                throw new IllegalStateException(op.name() + " has a performer already");
            }
            byOp.put(op, performer);
            return this;
        }

        /** The names registered so far. */
        public Set<String> names() {
            return Set.copyOf(names);
        }

        public Performers build() {
            return new Performers(byOp);
        }
    }
}
