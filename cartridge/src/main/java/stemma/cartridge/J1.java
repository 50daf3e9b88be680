package stemma.cartridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;
import stemma.cartridge.engine.Guest;
import stemma.cartridge.engine.HostFunction;
import stemma.cartridge.engine.Import;
import stemma.cartridge.engine.Linked;
import stemma.cartridge.engine.ModuleRefused;
import stemma.cartridge.engine.Program;
import stemma.cartridge.engine.Trap;

/**
 * J1, for languages whose data is not in linear memory: Java through WASM-GC. Bytes go through an
 * exchange buffer of the host's, one integer at a time or through the imported memory.
 *
 * @param program whose helpers for a page, which nobody calls here, are answered with nothing
 */
record J1(Program program) implements Binding {
    static final String HANDLE = "j1_handle";

    private static final String MODULE = "j1";
    private static final ValType INT = ValType.I32;
    private static final FunctionType NONE_TO_INT = FunctionType.of(List.of(), List.of(INT));

    /** What TeaVM's modules import for a page's JavaScript; the first parts of their names. */
    private static final List<String> PAGE_MODULES = List.of("teavm", "wasm:js-string");

    @Override
    public Linked.Offer offer(Manifest manifest) {
        List<HostFunction> all = new ArrayList<>();
        all.add(of("in_len", NONE_TO_INT, (exchange, in) -> exchange.in.length));
        all.add(of("in_byte", FunctionType.of(List.of(INT), List.of(INT)), Exchange::octet));
        all.add(of("out_byte", FunctionType.of(List.of(INT), List.of()), Exchange::put));
        all.add(of("op", FunctionType.of(List.of(INT), List.of(INT)), (exchange, in) -> exchange.perform((int) in[0])));
        Map<String, Integer> constants = new HashMap<>();
        for (Import needed : program.imports()) {
            boolean page = PAGE_MODULES.stream().anyMatch(needed.module()::startsWith);
            if (page && needed.kind() == Import.Kind.FUNCTION) {
                all.add(new HostFunction(needed.module(), needed.name(), program.type(needed), (guest, in) -> 0));
            } else if (page && needed.kind() == Import.Kind.GLOBAL) {
                constants.put(needed.full(), needed.name().equals("maxSize") ? 1 << 16 : 0);
            }
        }
        return new Linked.Offer(all, constants, "env.memory");
    }

    private interface Step {
        long of(Exchange exchange, long[] in);
    }

    private static HostFunction of(String name, FunctionType type, Step step) {
        return new HostFunction(
                MODULE,
                name,
                type,
                (guest, in) -> step.of(guest.host(CallState.class).exchange(), in));
    }

    @Override
    public void check(Program checked) {
        Optional<FunctionType> own = checked.function(HANDLE);
        if (own.isEmpty() || !own.get().equals(FunctionType.of(List.of(), List.of()))) {
            throw new ModuleRefused(
                    ModuleRefused.Code.WRONG_ABI,
                    checked.exportsPosition(),
                    HANDLE + " takes nothing and returns nothing");
        }
    }

    @Override
    public void initialise(Guest guest) {
        guest.function("teavm.start").ifPresent(start -> guest.call(start));
    }

    @Override
    public void handle(Guest guest) {
        CallState state = guest.host(CallState.class);
        state.exchange().in = state.request();
        guest.call(guest.function(HANDLE).orElseThrow());
    }

    /** The exchange buffer of one call: what the guest may read, and what it has written. */
    static final class Exchange {
        static final int OUT_BYTES_MAX = 8 << 20;

        private final CallState state;
        private byte[] in = new byte[0];
        private byte[] out = new byte[256];
        private int outLength;

        Exchange(CallState state) {
            this.state = state;
        }

        private long octet(long[] arguments) {
            int at = (int) arguments[0];
            return at < 0 || at >= in.length ? -1 : in[at] & 0xff;
        }

        private long put(long[] arguments) {
            if (outLength == OUT_BYTES_MAX) {
                throw new Trap(Trap.Kind.HOST, "it wrote more than " + OUT_BYTES_MAX + " bytes to its host");
            }
            if (outLength == out.length) {
                out = java.util.Arrays.copyOf(out, Math.min(OUT_BYTES_MAX, 2 * out.length));
            }
            out[outLength++] = (byte) arguments[0];
            return 0;
        }

        /** Performs what the written bytes say; its answer can be read then. -1 for none or not granted. */
        private long perform(int code) {
            state.entered();
            List<byte[]> arguments = arguments();
            outLength = 0;
            Optional<byte[]> answer = J1Ops.perform(code, arguments, state);
            in = answer.orElse(new byte[0]);
            return answer.isPresent() ? in.length : -1;
        }

        /** Each argument is four bytes of length, the lowest first, and so many bytes. */
        private List<byte[]> arguments() {
            List<byte[]> arguments = new ArrayList<>();
            ByteBuffer written = ByteBuffer.wrap(out, 0, outLength).order(ByteOrder.LITTLE_ENDIAN);
            while (written.hasRemaining()) {
                int length = written.remaining() >= 4 ? written.getInt() : -1;
                if (length < 0 || length > written.remaining()) {
                    throw new Trap(Trap.Kind.HOST, "it wrote an argument that is not whole");
                }
                byte[] argument = new byte[length];
                written.get(argument);
                arguments.add(argument);
            }
            return arguments;
        }
    }
}
