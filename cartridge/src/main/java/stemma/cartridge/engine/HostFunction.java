package stemma.cartridge.engine;

import java.util.Objects;
import run.endive.wasm.types.FunctionType;

/**
 * A function that the host offers to guests.
 *
 * @param module the first part of its name
 * @param name the second part of its name
 * @param type what it takes and returns
 * @param body does it; thread-safe
 */
public record HostFunction(String module, String name, FunctionType type, Body body) {
    public HostFunction {
        Objects.requireNonNull(module, "module");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(body, "body");
    }

    /** What a host function does. */
    @FunctionalInterface
    public interface Body {
        /**
         * Answers one call. Numbers of 32 bits come as the low half of a long.
         *
         * @return the result; anything where there is none
         */
        long call(Guest guest, long[] arguments);
    }
}
