package stemma.cartridge.engine;

import java.util.Locale;
import java.util.Objects;

/** A module cannot be loaded: why, where in its bytes, and what its author can do. */
public final class ModuleRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with a module. */
    public enum Code {
        /** The bytes do not begin as WebAssembly does. */
        NOT_WASM,
        /** The bytes end inside something they announced. */
        TRUNCATED,
        /** A component, not a core module. */
        COMPONENT,
        /** A section or instruction that cannot be read. */
        MALFORMED,
        /** It can be read, but breaks a rule of the format. */
        INVALID,
        /** Vector instructions, which the engine does not have. */
        SIMD,
        /** Shared memory or atomic instructions, which a cartridge does not get. */
        THREADS,
        /** Something else that the engine does not have. */
        UNSUPPORTED,
        /** More bytes than the limits allow. */
        TOO_LARGE,
        /** More imports, functions, tables or other parts than the limits allow. */
        TOO_MANY,
        /** The memory it declares is over the limit. */
        MEMORY_TOO_LARGE,
        /** It has no memory, or more than one. */
        MEMORY,
        /** An import that nobody offers, or that was not granted. */
        UNKNOWN_IMPORT,
        /** An export that the binding needs is missing. */
        MISSING_EXPORT,
        /** An import or export that is there but has another type than the binding's. */
        WRONG_ABI,
        /** It trapped while it was instantiated. */
        START_FAILED;

        /** The code as texts and tables write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Code code;
    private final long position;

    /**
     * Refuses a module.
     *
     * @param position offset in bytes from the module's beginning
     * @param message what is wrong and what to do, without code and position
     */
    public ModuleRefused(Code code, long position, String message) {
        super(code.word() + " at byte " + position + ": " + message);
        this.code = Objects.requireNonNull(code, "code");
        this.position = position;
    }

    public Code code() {
        return code;
    }

    /** Offset in bytes from the module's beginning. */
    public long position() {
        return position;
    }
}
