package stemma.cartridge;

import java.util.Optional;
import run.endive.runtime.ExportFunction;
import stemma.cartridge.engine.Guest;
import stemma.cartridge.engine.ModuleLimits;
import stemma.cartridge.engine.Trap;

/**
 * Puts bytes into a guest's memory for it to read: where its own {@code x402_alloc} says, or, for a guest
 * without one, in pages added behind everything it knows.
 */
final class GuestText {
    private GuestText() {}

    /** Pointer and length in one number; never 0, because a text of no bytes is not none. */
    static long put(Guest guest, byte[] bytes) {
        int pointer = allocate(guest, Math.max(1, bytes.length));
        if (pointer == 0) {
            throw new Trap(Trap.Kind.HOST, "its x402_alloc has no room for " + bytes.length + " bytes");
        }
        guest.memory().write(pointer, bytes, 0, bytes.length);
        return Integer.toUnsignedLong(pointer) << 32 | bytes.length;
    }

    private static int allocate(Guest guest, int size) {
        Optional<ExportFunction> own = guest.function(AbiV2.ALLOC);
        if (own.isPresent()) {
            return (int) guest.call(own.get(), size);
        }
        int pages = (size + ModuleLimits.PAGE_BYTES - 1) / ModuleLimits.PAGE_BYTES;
        int before = guest.memory().grow(pages);
        if (before < 0) {
            throw new Trap(Trap.Kind.HOST, "its memory has no room for " + size + " bytes from its host");
        }
        return before * ModuleLimits.PAGE_BYTES;
    }
}
