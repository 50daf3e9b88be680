package stemma.cartridge.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportGlobal;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MutabilityType;
import run.endive.wasm.types.ValType;
import stemma.cartridge.engine.ModuleRefused.Code;

/**
 * A program and the functions it gets, ready for instances. Only what the program asks for is in it,
 * and what it asks for without a grant is refused when it is linked, not when it runs. Immutable and
 * thread-safe.
 */
public final class Linked {
    private final Program program;
    private final ImportFunction[] functions;
    private final ImportGlobal[] globals;
    private final Optional<Import> memory;

    private Linked(
            Program program, List<ImportFunction> functions, List<ImportGlobal> globals, Optional<Import> memory) {
        this.program = program;
        this.functions = functions.toArray(new ImportFunction[0]);
        this.globals = globals.toArray(new ImportGlobal[0]);
        this.memory = memory;
    }

    /**
     * What a host offers.
     *
     * @param functions by module and name
     * @param constants numbers of 32 bits by full name, as immutable globals
     * @param memory the full name of the memory it offers; empty for none
     */
    public record Offer(List<HostFunction> functions, Map<String, Integer> constants, String memory) {
        public Offer {
            functions = List.copyOf(functions);
            constants = Map.copyOf(constants);
        }
    }

    /** Links a program; {@link ModuleRefused} names the import that nobody offers, or with another type. */
    public static Linked of(Program program, Offer offer) {
        Map<String, HostFunction> offered = new HashMap<>();
        offer.functions().forEach(each -> offered.put(each.module() + "." + each.name(), each));
        List<ImportFunction> functions = new ArrayList<>();
        List<ImportGlobal> globals = new ArrayList<>();
        Optional<Import> memory = Optional.empty();
        for (Import needed : program.imports()) {
            switch (needed.kind()) {
                case FUNCTION -> functions.add(function(program, needed, offered.get(needed.full())));
                case GLOBAL -> globals.add(global(needed, offer.constants()));
                case MEMORY -> {
                    if (!needed.full().equals(offer.memory())) {
                        throw unknown(needed);
                    }
                    memory = Optional.of(needed);
                }
                case TABLE, TAG -> throw unknown(needed);
            }
        }
        return new Linked(program, functions, globals, memory);
    }

    private static ImportFunction function(
            Program program, Import needed, @org.jspecify.annotations.Nullable HostFunction offered) {
        if (offered == null) {
            throw unknown(needed);
        }
        FunctionType wanted = program.type(needed);
        if (!wanted.equals(offered.type())) {
            throw new ModuleRefused(
                    Code.WRONG_ABI,
                    needed.position(),
                    needed.full() + " is imported as " + wanted + ", but it is " + offered.type());
        }
        HostFunction.Body body = offered.body();
        return new ImportFunction(needed.module(), needed.name(), wanted, (instance, arguments) -> {
            Guest guest = ((FlatMemory) instance.memory()).guest();
            return new long[] {body.call(guest, arguments)};
        });
    }

    private static ImportGlobal global(Import needed, Map<String, Integer> constants) {
        Integer value = constants.get(needed.full());
        if (value == null) {
            throw unknown(needed);
        }
        return new ImportGlobal(
                needed.module(),
                needed.name(),
                GlobalInstance.builder()
                        .valueLow(value)
                        .valType(ValType.I32)
                        .mutabilityType(MutabilityType.Const)
                        .build());
    }

    private static ModuleRefused unknown(Import needed) {
        return new ModuleRefused(
                Code.UNKNOWN_IMPORT,
                needed.position(),
                "it imports " + needed.full() + ", which nobody offers or its manifest does not grant");
    }

    /** The program itself. */
    public Program program() {
        return program;
    }

    /** Builds an instance whose memory is already there when it is imported, and runs its start function. */
    Instance instance(MemoryPool pool, Meter meter, Guest guest) {
        ModuleLimits limits = program.limits();
        ImportValues.Builder imports =
                ImportValues.builder().addFunction(functions).addGlobal(globals);
        memory.ifPresent(needed -> {
            FlatMemory own = guest.made(new FlatMemory(pool, (int) needed.number(), limits.memoryPagesMax(), meter));
            imports.addMemory(new ImportMemory(needed.module(), needed.name(), own));
        });
        return Instance.builder(program.module())
                .withMachineFactory(program.machines())
                .withImportValues(imports.build())
                .withMemoryFactory(declared -> guest.made(new FlatMemory(
                        pool,
                        declared.initialPages(),
                        Math.min(declared.maximumPages(), limits.memoryPagesMax()),
                        meter)))
                .withTableFactory((declared, initial) -> new CappedTable(declared, limits.tableEntriesMax(), initial))
                .withStart(false)
                .build();
    }
}
