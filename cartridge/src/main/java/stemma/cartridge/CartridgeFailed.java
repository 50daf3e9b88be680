package stemma.cartridge;

import java.util.Objects;
import stemma.cartridge.engine.Trap;

/** A cartridge did not answer. Its state is as it was before the call. */
public final class CartridgeFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Trap.Kind kind;
    private final long fuel;

    CartridgeFailed(Slug slug, Trap.Kind kind, String why, long fuel) {
        super("cartridge " + slug + ": " + why);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.fuel = fuel;
    }

    public Trap.Kind kind() {
        return kind;
    }

    /** Units that it took before it ended. */
    public long fuel() {
        return fuel;
    }
}
