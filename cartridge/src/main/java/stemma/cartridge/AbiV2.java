package stemma.cartridge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;
import stemma.cartridge.engine.Guest;
import stemma.cartridge.engine.Linked;
import stemma.cartridge.engine.ModuleRefused;
import stemma.cartridge.engine.Program;
import stemma.cartridge.engine.Trap;

/** ABI version 2, for languages with a linear memory: C, Rust, AssemblyScript, WAT. */
record AbiV2() implements Binding {
    static final String HANDLE = "x402_handle";
    static final String INIT = "x402_init";
    static final String ALLOC = "x402_alloc";
    static final String TICK = "x402_tick";

    private static final String REACTOR = "_initialize";
    private static final ValType INT = ValType.I32;

    @Override
    public Linked.Offer offer(Manifest manifest) {
        return new Linked.Offer(HostFunctions.of(manifest), Map.of(), "");
    }

    @Override
    public void check(Program program) {
        if (!program.exportsMemory("memory")) {
            throw missing(program, "memory");
        }
        if (program.function(HANDLE).isEmpty() && program.function(TICK).isEmpty()) {
            throw missing(program, HANDLE + " (or " + TICK + ")");
        }
        require(program, HANDLE, FunctionType.of(List.of(INT, INT), List.of()));
        require(program, ALLOC, FunctionType.of(List.of(INT), List.of(INT)));
        if (program.function(TICK).isEmpty()) {
            require(program, INIT, FunctionType.of(List.of(), List.of(INT)));
        }
    }

    private static ModuleRefused missing(Program program, String what) {
        return new ModuleRefused(ModuleRefused.Code.MISSING_EXPORT, program.exportsPosition(), "it exports no " + what);
    }

    private static void require(Program program, String export, FunctionType type) {
        Optional<FunctionType> own = program.function(export);
        if (own.isPresent() && !own.get().equals(type)) {
            throw new ModuleRefused(
                    ModuleRefused.Code.WRONG_ABI,
                    program.exportsPosition(),
                    "it exports " + export + " as " + own.get() + ", but the ABI has " + type);
        }
    }

    @Override
    public void initialise(Guest guest) {
        guest.function(REACTOR).ifPresent(reactor -> guest.call(reactor));
        boolean interactive = guest.function(TICK).isPresent();
        Optional<Integer> said =
                interactive ? Optional.empty() : guest.function(INIT).map(init -> (int) guest.call(init));
        if (said.orElse(0) != 0) {
            throw new Trap(Trap.Kind.HOST, "its " + INIT + " answered " + said.get() + "; 0 means ready");
        }
    }

    @Override
    public void handle(Guest guest) {
        long request = GuestText.put(guest, guest.host(CallState.class).request());
        guest.call(
                guest.function(HANDLE)
                        .orElseThrow(() -> new Trap(Trap.Kind.HOST, "it has no " + HANDLE + "; it runs in a page")),
                request >>> 32,
                request & 0xffff_ffffL);
    }
}
