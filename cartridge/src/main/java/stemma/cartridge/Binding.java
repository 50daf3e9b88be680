package stemma.cartridge;

import stemma.cartridge.engine.Guest;
import stemma.cartridge.engine.Linked;
import stemma.cartridge.engine.Program;

/** How the host and a guest speak to each other. Both are written side by side in docs/cartridges.md. */
sealed interface Binding permits AbiV2, J1 {

    /** What a program of this binding is offered under a manifest. */
    Linked.Offer offer(Manifest manifest);

    /** Refuses a program that lacks an export of the binding, or has it with another type. */
    void check(Program program);

    /** Brings a fresh guest to where it can take calls. */
    void initialise(Guest guest);

    /** Runs one call; the answer is in the guest's {@link CallState} afterwards. */
    void handle(Guest guest);

    /** The binding that a program speaks. */
    static Binding of(Program program) {
        return program.function(J1.HANDLE).isPresent() ? new J1(program) : new AbiV2();
    }
}
