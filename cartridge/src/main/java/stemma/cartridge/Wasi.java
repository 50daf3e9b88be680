package stemma.cartridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;
import stemma.cartridge.engine.Guest;
import stemma.cartridge.engine.HostFunction;
import stemma.cartridge.engine.Trap;

/**
 * The part of WASI preview 1 that compilers link into programs that never meant to use it: no argument,
 * no variable, no file, no clock. What is printed goes to the log; leaving is a trap. Every other function
 * is absent.
 */
final class Wasi {
    private static final String MODULE = "wasi_snapshot_preview1";
    private static final int SUCCESS = 0;
    private static final int BAD_DESCRIPTOR = 8;
    private static final int VECTORS_MAX = 1_024;

    private Wasi() {}

    static List<HostFunction> functions() {
        return List.of(
                of("args_sizes_get", 2, Wasi::noneOf),
                of("args_get", 2, (guest, in) -> SUCCESS),
                of("environ_sizes_get", 2, Wasi::noneOf),
                of("environ_get", 2, (guest, in) -> SUCCESS),
                of("fd_write", 4, Wasi::write),
                of("fd_close", 1, (guest, in) -> BAD_DESCRIPTOR),
                of("fd_fdstat_get", 2, (guest, in) -> BAD_DESCRIPTOR),
                of("fd_prestat_get", 2, (guest, in) -> BAD_DESCRIPTOR),
                new HostFunction(MODULE, "proc_exit", FunctionType.of(List.of(ValType.I32), List.of()), (guest, in) -> {
                    throw new Trap(Trap.Kind.HOST, "it left with exit code " + (int) in[0]);
                }));
    }

    private static HostFunction of(String name, int numbers, HostFunction.Body body) {
        ValType[] takes = new ValType[numbers];
        java.util.Arrays.fill(takes, ValType.I32);
        return new HostFunction(
                MODULE, name, FunctionType.of(List.of(takes), List.of(ValType.I32)), (guest, arguments) -> {
                    guest.host(CallState.class).entered();
                    return body.call(guest, arguments);
                });
    }

    private static long noneOf(Guest guest, long[] in) {
        guest.memory().write((int) in[0], new byte[4], 0, 4);
        guest.memory().write((int) in[1], new byte[4], 0, 4);
        return SUCCESS;
    }

    /** Standard output and standard error, a line each. */
    private static long write(Guest guest, long[] in) {
        int descriptor = (int) in[0];
        if (descriptor != 1 && descriptor != 2) {
            return BAD_DESCRIPTOR;
        }
        int count = Math.clamp(in[2], 0, VECTORS_MAX);
        ByteBuffer vectors = ByteBuffer.wrap(guest.memory().readBytes((int) in[1], count * 8))
                .order(ByteOrder.LITTLE_ENDIAN);
        int written = 0;
        for (int i = 0; i < count; i++) {
            byte[] piece = guest.memory().readBytes(vectors.getInt(), vectors.getInt());
            guest.host(CallState.class).log(descriptor == 1 ? 1 : 3, piece);
            written += piece.length;
        }
        byte[] total = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(written)
                .array();
        guest.memory().write((int) in[3], total, 0, total.length);
        return SUCCESS;
    }
}
