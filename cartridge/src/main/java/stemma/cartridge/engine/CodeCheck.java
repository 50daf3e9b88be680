package stemma.cartridge.engine;

import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.ValType;
import stemma.cartridge.engine.ModuleRefused.Code;

/**
 * What a parsed module's code uses that the engine, or a cartridge, does not have.
 *
 * @param objects whether it makes structs or arrays
 */
record CodeCheck(boolean objects) {
    private static final int GC = 0xfb;
    private static final int SIMD = 0xfd;
    private static final int ATOMIC = 0xfe;

    static CodeCheck of(WasmModule module, ModuleScan scan, ModuleLimits limits) {
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            Table table = module.tableSection().getTable(i);
            if (table.limits().min() > limits.tableEntriesMax()) {
                throw new ModuleRefused(
                        Code.TOO_MANY,
                        scan.start(4),
                        "a table of " + table.limits().min() + " entries; the most is " + limits.tableEntriesMax());
            }
        }
        boolean objects = false;
        for (FunctionBody body : module.codeSection().functionBodies()) {
            if (body.localTypes().contains(ValType.V128)) {
                throw simd(scan.start(10));
            }
            for (Instruction instruction : body.instructions()) {
                int prefix = instruction.opcode().opcode() >>> 8;
                switch (prefix) {
                    case SIMD -> throw simd(instruction.address());
                    case ATOMIC ->
                        throw new ModuleRefused(
                                Code.THREADS,
                                instruction.address(),
                                "an atomic instruction; build it without threads and atomics");
                    case GC -> objects = true;
                    default -> {
                        // the engine has it
                    }
                }
            }
        }
        return new CodeCheck(objects);
    }

    private static ModuleRefused simd(int position) {
        return new ModuleRefused(
                Code.SIMD, position, "a vector instruction; build it without SIMD (for C: no -msimd128)");
    }
}
