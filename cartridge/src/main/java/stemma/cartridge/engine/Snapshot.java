package stemma.cartridge.engine;

import java.util.ArrayList;
import java.util.List;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.Instance;
import run.endive.wasm.types.MutabilityType;

/**
 * Everything of a guest that a call can change, as it was at one moment: memory, mutable globals,
 * tables. A guest that is put back to it cannot tell that it was called before; where that cannot be
 * done (a table grew, a segment was dropped) it is not done, and the guest is thrown away. Programs
 * that make objects have no snapshot. Immutable.
 */
public final class Snapshot {
    private final byte[] memory;
    private final long[] globals;
    private final List<int[]> tables;
    private final int dropped;

    private Snapshot(byte[] memory, long[] globals, List<int[]> tables, int dropped) {
        this.memory = memory;
        this.globals = globals;
        this.tables = tables;
        this.dropped = dropped;
    }

    /** The guest as it is now. */
    public static Snapshot of(Guest guest) {
        Instance instance = guest.instance();
        long[] globals = new long[instance.globalCount()];
        for (int i = 0; i < globals.length; i++) {
            globals[i] = instance.global(i).getValue();
        }
        List<int[]> tables = new ArrayList<>();
        for (int i = 0; i < instance.tableCount(); i++) {
            tables.add(((CappedTable) instance.table(i)).functions());
        }
        return new Snapshot(guest.memory().bytes().clone(), globals, tables, dropped(guest));
    }

    /** Puts the guest back; false when that cannot be done, and then it must not be called again. */
    public boolean restore(Guest guest) {
        Instance instance = guest.instance();
        boolean whole = !guest.broken() && dropped(guest) == dropped && restoreTables(instance);
        if (!whole) {
            guest.breakUp();
            return false;
        }
        for (int i = 0; i < globals.length; i++) {
            GlobalInstance global = instance.global(i);
            if (global.getMutabilityType() == MutabilityType.Var) {
                global.setValue(globals[i]);
            }
        }
        guest.memory().restore(memory);
        return true;
    }

    private boolean restoreTables(Instance instance) {
        for (int i = 0; i < tables.size(); i++) {
            if (!((CappedTable) instance.table(i)).restore(tables.get(i), instance)) {
                return false;
            }
        }
        return true;
    }

    /** Segments of data and of elements that are there no more. */
    private static int dropped(Guest guest) {
        Instance instance = guest.instance();
        int dropped = (int) guest.memory().segments().stream()
                .filter(segment -> segment.data().length == 0)
                .count();
        for (int i = 0; i < instance.elementCount(); i++) {
            dropped += instance.element(i) == null ? 1 : 0;
        }
        return dropped;
    }
}
