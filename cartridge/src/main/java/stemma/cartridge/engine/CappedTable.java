package stemma.cartridge.engine;

import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

/**
 * A table of one instance, with limits of its own.
 *
 * <p>The engine's table raises the minimum in the limits it was declared with when it grows, and those
 * belong to the module: every later instance would begin with the larger table. Here each instance has
 * a copy, capped. It is a subclass because the engine's factory asks for one.
 */
final class CappedTable extends TableInstance {

    CappedTable(Table declared, int entriesMax, int initial) {
        super(copy(declared, entriesMax), initial);
    }

    private static Table copy(Table declared, int entriesMax) {
        TableLimits limits = declared.limits();
        TableLimits own = new TableLimits(limits.min(), Math.min(limits.max(), entriesMax));
        return new Table(declared.elementType(), own, declared.initialize());
    }

    /** The functions it names now, for {@link #restore}. */
    int[] functions() {
        int[] functions = new int[size()];
        for (int i = 0; i < functions.length; i++) {
            functions[i] = ref(i);
        }
        return functions;
    }

    /** Puts the functions back; false when the table has grown since, which nothing takes back. */
    boolean restore(int[] functions, Instance owner) {
        if (functions.length != size()) {
            return false;
        }
        for (int i = 0; i < functions.length; i++) {
            if (ref(i) != functions[i]) {
                setRef(i, functions[i], owner);
            }
        }
        return true;
    }
}
