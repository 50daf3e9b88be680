package stemma.cartridge.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import stemma.cartridge.engine.ModuleRefused.Code;

/**
 * What a module announces, read before the engine's parser makes objects of it: its sections and
 * their counts, its imports and exports, its memory. What is over a limit is refused here, where it
 * has cost nothing yet. Code is not looked at.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/modules.html">the binary format</a>
 */
final class ModuleScan {
    /** In the order of their numbers. */
    private static final List<Import.Kind> KINDS =
            List.of(Import.Kind.FUNCTION, Import.Kind.TABLE, Import.Kind.MEMORY, Import.Kind.GLOBAL, Import.Kind.TAG);

    private static final int[] MAGIC = {0x00, 0x61, 0x73, 0x6d};

    /** Something the module offers. */
    record Offered(String name, Import.Kind kind, long index, int position) {}

    private final ModuleLimits limits;
    private final int[] starts = new int[14];
    private final List<Import> imports = new ArrayList<>();
    private final List<Offered> exports = new ArrayList<>();
    private int memories;
    private long functions;
    private long bodies;

    private ModuleScan(ModuleLimits limits) {
        this.limits = limits;
    }

    /** Reads a module; {@link ModuleRefused} says what is wrong with it and where. */
    static ModuleScan of(byte[] wasm, ModuleLimits limits) {
        Objects.requireNonNull(limits, "limits");
        head(wasm);
        if (wasm.length > limits.moduleBytesMax()) {
            throw new ModuleRefused(
                    Code.TOO_LARGE,
                    limits.moduleBytesMax(),
                    "it has " + wasm.length + " bytes; the most is " + limits.moduleBytesMax());
        }
        ModuleScan scan = new ModuleScan(limits);
        ByteCursor cursor = new ByteCursor(wasm, 8, wasm.length);
        while (cursor.more()) {
            int start = cursor.position();
            int id = cursor.octet();
            long size = cursor.number();
            scan.section(id, start, cursor.part(size, "a section"), size);
        }
        if (scan.functions != scan.bodies) {
            throw new ModuleRefused(
                    Code.TRUNCATED,
                    wasm.length,
                    "it announces " + scan.functions + " functions and holds the code of " + scan.bodies);
        }
        if (scan.memories != 1) {
            throw new ModuleRefused(
                    Code.MEMORY,
                    wasm.length,
                    "it has " + scan.memories + " memories; a cartridge has exactly one, of its own or imported");
        }
        return scan;
    }

    private static void head(byte[] wasm) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= wasm.length) {
                throw new ModuleRefused(
                        wasm.length == 0 ? Code.NOT_WASM : Code.TRUNCATED, i, "it ends inside its first four bytes");
            }
            if ((wasm[i] & 0xff) != MAGIC[i]) {
                throw new ModuleRefused(
                        Code.NOT_WASM, i, "a WebAssembly module begins with the bytes 00 61 73 6d (\\0asm)");
            }
        }
        ByteCursor version = new ByteCursor(wasm, 4, wasm.length);
        int number = version.octet() | version.octet() << 8;
        int layer = version.octet() | version.octet() << 8;
        if (layer == 1) {
            throw new ModuleRefused(
                    Code.COMPONENT, 4, "this is a component; build a core module (for Rust: wasm32-unknown-unknown)");
        }
        if (number != 1 || layer != 0) {
            throw new ModuleRefused(Code.UNSUPPORTED, 4, "version " + number + " of the format; the known one is 1");
        }
    }

    private void section(int id, int start, ByteCursor body, long size) {
        if (id >= starts.length) {
            throw new ModuleRefused(Code.MALFORMED, start, "there is no section " + id);
        }
        starts[id] = start;
        switch (id) {
            case 1 -> count(body, "types", limits.typesMax());
            case 2 -> imports(body);
            case 3 -> functions = count(body, "functions", limits.functionsMax());
            case 4 -> count(body, "tables", limits.tablesMax());
            case 5 -> memories(body);
            case 6 -> count(body, "globals", limits.globalsMax());
            case 7 -> exports(body);
            case 9, 11 -> count(body, "segments", limits.segmentsMax());
            case 10 -> code(body, start, size);
            default -> {
                // custom sections, tags, the start function and the count of data segments need no limit
            }
        }
    }

    private static long count(ByteCursor body, String what, int most) {
        int position = body.position();
        long count = body.number();
        if (count > most) {
            throw new ModuleRefused(Code.TOO_MANY, position, count + " " + what + "; the most is " + most);
        }
        return count;
    }

    private void code(ByteCursor body, int start, long size) {
        if (size > limits.codeBytesMax()) {
            throw new ModuleRefused(
                    Code.TOO_LARGE, start, "its code has " + size + " bytes; the most is " + limits.codeBytesMax());
        }
        bodies = count(body, "functions", limits.functionsMax());
    }

    private void imports(ByteCursor body) {
        long count = count(body, "imports", limits.importsMax());
        for (long i = 0; i < count; i++) {
            int position = body.position();
            String module = body.name();
            String name = body.name();
            Import.Kind kind = kind(body);
            long number = 0;
            switch (kind) {
                case FUNCTION -> number = body.number();
                case TABLE -> {
                    type(body);
                    table(body);
                }
                case MEMORY -> number = memory(body);
                case GLOBAL -> {
                    type(body);
                    body.octet();
                }
                case TAG -> {
                    body.octet();
                    body.number();
                }
            }
            imports.add(new Import(module, name, kind, number, position));
        }
    }

    private static Import.Kind kind(ByteCursor body) {
        int position = body.position();
        int kind = body.octet();
        if (kind >= KINDS.size()) {
            throw new ModuleRefused(Code.MALFORMED, position, "there is no import or export of kind " + kind);
        }
        return KINDS.get(kind);
    }

    private static void type(ByteCursor body) {
        int type = body.octet();
        if (type == 0x63 || type == 0x64) { // a reference to the type that follows
            body.skipSigned();
        }
    }

    private static void table(ByteCursor body) {
        int flags = body.octet();
        body.number();
        if ((flags & 1) != 0) {
            body.number();
        }
    }

    private void memories(ByteCursor body) {
        long count = count(body, "memories", 1);
        for (long i = 0; i < count; i++) {
            memory(body);
        }
    }

    private long memory(ByteCursor body) {
        int position = body.position();
        int flags = body.octet();
        if ((flags & 2) != 0) {
            throw new ModuleRefused(Code.THREADS, position, "its memory is shared; build it without threads");
        }
        if ((flags & ~1) != 0) {
            throw new ModuleRefused(Code.UNSUPPORTED, position, "its memory has 64-bit addresses; build it for wasm32");
        }
        long pages = body.number();
        if (pages > limits.memoryPagesMax()) {
            throw new ModuleRefused(
                    Code.MEMORY_TOO_LARGE,
                    position,
                    "it declares " + pages + " pages of memory (64 KiB each); the most is " + limits.memoryPagesMax());
        }
        memories++;
        return pages;
    }

    private void exports(ByteCursor body) {
        long count = count(body, "exports", limits.exportsMax());
        for (long i = 0; i < count; i++) {
            int position = body.position();
            String name = body.name();
            Import.Kind kind = kind(body);
            exports.add(new Offered(name, kind, body.number(), position));
        }
    }

    List<Import> imports() {
        return imports;
    }

    List<Offered> exports() {
        return exports;
    }

    /** Where a section begins; 0 when it is not there. */
    int start(int section) {
        return starts[section];
    }
}
