package stemma.cartridge.engine;

import java.util.Locale;
import java.util.Objects;

/**
 * A guest was stopped. An exception without a trace, because it may pass thousands of frames of the
 * guest, and without a catcher in them: a guest catches its own exceptions alone.
 */
public final class Trap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a guest was stopped. */
    public enum Kind {
        /** It used up its fuel. */
        FUEL,
        /** Its time was over. */
        DEADLINE,
        /** Somebody stopped it: the caller left, the kill switch, the node closes. */
        STOPPED,
        /** It reached outside its memory. */
        MEMORY,
        /** It reached outside a table, or called what is not there. */
        TABLE,
        /** It allocated more objects than its limit. */
        ALLOCATION,
        /** It called too deep. */
        STACK,
        /** It divided by zero or overflowed a conversion. */
        ARITHMETIC,
        /** It said itself that this must not be reached. */
        UNREACHABLE,
        /** An exception of its own that it did not catch. */
        EXCEPTION,
        /** It called a host function in a way that is not allowed. */
        HOST,
        /** Anything else the engine refused. */
        ENGINE;

        /** The kind as metrics and messages write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;

    public Trap(Kind kind, String message) {
        this(kind, message, null);
    }

    Trap(Kind kind, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause, false, false);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
