package stemma.cartridge.engine;

import run.endive.compiler.internal.Shaded;
import run.endive.runtime.Instance;
import run.endive.runtime.WasmArray;
import run.endive.runtime.WasmException;

/**
 * What compiled code calls in place of the engine's own helpers, wherever one call does work, or makes
 * objects, in proportion to a number that the guest chose. Each takes fuel first and then does what the
 * engine does. {@link FuelHook} puts these calls in; their signatures are the engine's.
 *
 * <p>Public because compiled code lives in a class loader and package of its own; of no use to others.
 */
public final class Metered {
    /** Bytes of objects made for one unit of fuel. */
    static final int ALLOCATED_BYTES_PER_UNIT = 64;

    /** An exception is made with the trace of at most a thousand frames. */
    static final int EXCEPTION_UNITS = 200;

    private static final int OBJECT_BYTES = 32;
    private static final int NUMBER_BYTES = 8;
    /** A slot, and the small object that a 31-bit number in it is. */
    private static final int REFERENCE_BYTES = 24;

    private Metered() {}

    private static Meter meter(Instance instance) {
        return ((FlatMemory) instance.memory()).meter();
    }

    public static void setTailCall(int function, long[] args, Instance instance) {
        meter(instance).tick(1);
        Shaded.setTailCall(function, args, instance);
    }

    public static void setTailCallWithRefs(int function, long[] args, Object[] refs, Instance instance) {
        meter(instance).tick(1);
        Shaded.setTailCallWithRefs(function, args, refs, instance);
    }

    public static void setTailCallIndirect(long[] args, int entry, int type, int table, Instance instance) {
        meter(instance).tick(1);
        Shaded.setTailCallIndirect(args, entry, type, table, instance);
    }

    public static void setTailCallIndirectWithRefs(
            long[] args, Object[] refs, int entry, int type, int table, Instance instance) {
        meter(instance).tick(1);
        Shaded.setTailCallIndirectWithRefs(args, refs, entry, type, table, instance);
    }

    public static int tableGrow(int value, int size, int table, Instance instance) {
        grown(size, table, instance);
        return Shaded.tableGrow(value, size, table, instance);
    }

    public static int tableGrowRef(Object value, int size, int table, Instance instance) {
        grown(size, table, instance);
        return Shaded.tableGrowRef(value, size, table, instance);
    }

    /** Growing copies the whole table; a size that is refused costs nothing more. */
    private static void grown(int size, int table, Instance instance) {
        long entries = instance.table(table).size() + Integer.toUnsignedLong(size);
        if (entries <= instance.table(table).limits().max()) {
            meter(instance).tick(entries);
        }
    }

    public static void tableFill(int offset, int value, int size, int table, Instance instance) {
        moved(size, entries(table, instance), instance);
        Shaded.tableFill(offset, value, size, table, instance);
    }

    public static void tableFillRef(int offset, Object value, int size, int table, Instance instance) {
        moved(size, entries(table, instance), instance);
        Shaded.tableFillRef(offset, value, size, table, instance);
    }

    public static void tableCopy(int to, int from, int size, int toTable, int fromTable, Instance instance) {
        moved(size, entries(toTable, instance), instance);
        Shaded.tableCopy(to, from, size, toTable, fromTable, instance);
    }

    public static void tableInit(int to, int from, int size, int segment, int table, Instance instance) {
        moved(size, entries(table, instance), instance);
        Shaded.tableInit(to, from, size, segment, table, instance);
    }

    /** More than there are costs no more: the engine refuses it without touching one. */
    private static void moved(int count, int there, Instance instance) {
        meter(instance).tick(Math.min(Integer.toUnsignedLong(count), there));
    }

    private static int entries(int table, Instance instance) {
        return instance.table(table).size();
    }

    private static int elements(Object array) {
        return array instanceof WasmArray some ? some.length() : 0;
    }

    public static WasmException createWasmException(long[] args, int tag, Instance instance) {
        meter(instance).tick(EXCEPTION_UNITS);
        return Shaded.createWasmException(args, tag, instance);
    }

    public static WasmException createWasmExceptionGc(long[] args, Object[] refs, int tag, Instance instance) {
        meter(instance).tick(EXCEPTION_UNITS);
        return Shaded.createWasmExceptionGc(args, refs, tag, instance);
    }

    public static Object structNew(long[] fields, Object[] refs, int type, Instance instance) {
        made(fields.length, NUMBER_BYTES + REFERENCE_BYTES, instance);
        return Shaded.structNew(fields, refs, type, instance);
    }

    public static Object structNewDefault(int type, Instance instance) {
        int fields = instance.module()
                .typeSection()
                .getSubType(type)
                .compType()
                .structType()
                .fieldTypes()
                .length;
        made(fields, NUMBER_BYTES + REFERENCE_BYTES, instance);
        return Shaded.structNewDefault(type, instance);
    }

    public static Object arrayNew(long initial, int length, int type, Instance instance) {
        made(length, NUMBER_BYTES, instance);
        return Shaded.arrayNew(initial, length, type, instance);
    }

    public static Object arrayNewRef(Object initial, int length, int type, Instance instance) {
        made(length, NUMBER_BYTES + REFERENCE_BYTES, instance);
        return Shaded.arrayNewRef(initial, length, type, instance);
    }

    public static Object arrayNewDefault(int length, int type, Instance instance) {
        boolean refs = instance.module()
                .typeSection()
                .getSubType(type)
                .compType()
                .arrayType()
                .fieldType()
                .storageType()
                .isObjectRef();
        made(length, refs ? NUMBER_BYTES + REFERENCE_BYTES : NUMBER_BYTES, instance);
        return Shaded.arrayNewDefault(length, type, instance);
    }

    public static Object arrayNewFixed(long[] values, int type, Instance instance) {
        made(values.length, NUMBER_BYTES, instance);
        return Shaded.arrayNewFixed(values, type, instance);
    }

    public static Object arrayNewFixedRefs(Object[] values, int type, Instance instance) {
        made(values.length, NUMBER_BYTES + REFERENCE_BYTES, instance);
        return Shaded.arrayNewFixedRefs(values, type, instance);
    }

    public static Object arrayNewData(int from, int length, int type, int segment, Instance instance) {
        made(length, NUMBER_BYTES, instance);
        return Shaded.arrayNewData(from, length, type, segment, instance);
    }

    public static Object arrayNewElem(int from, int length, int type, int segment, Instance instance) {
        made(length, NUMBER_BYTES + REFERENCE_BYTES, instance);
        return Shaded.arrayNewElem(from, length, type, segment, instance);
    }

    /** A length that no array has is left to the engine, which traps. */
    private static void made(int count, int eachBytes, Instance instance) {
        meter(instance).allocate(OBJECT_BYTES + Integer.toUnsignedLong(count) * eachBytes);
    }

    public static void arrayFill(Object array, int from, long value, int length, int type, Instance instance) {
        moved(length, elements(array), instance);
        Shaded.arrayFill(array, from, value, length, type, instance);
    }

    public static void arrayFillRef(Object array, int from, Object value, int length, int type, Instance instance) {
        moved(length, elements(array), instance);
        Shaded.arrayFillRef(array, from, value, length, type, instance);
    }

    public static void arrayCopy(Object to, int toFrom, Object from, int fromFrom, int length, Instance instance) {
        moved(length, elements(to), instance);
        Shaded.arrayCopy(to, toFrom, from, fromFrom, length, instance);
    }

    public static void arrayInitData(
            Object array, int to, int from, int length, int type, int segment, Instance instance) {
        moved(length, elements(array), instance);
        Shaded.arrayInitData(array, to, from, length, type, segment, instance);
    }

    public static void arrayInitElem(
            Object array, int to, int from, int length, int type, int segment, Instance instance) {
        moved(length, elements(array), instance);
        Shaded.arrayInitElem(array, to, from, length, type, segment, instance);
    }
}
