package stemma.cartridge.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import run.endive.runtime.Memory;

/**
 * Reads and writes of one array, as compiled code calls them in place of the engine's. The offset is
 * the one in the instruction; an address that is negative, or becomes so by overflow, is outside.
 *
 * <p>Public because compiled code lives in a class loader and package of its own; of no use to others.
 */
public final class FlatAccess {
    static final VarHandle SHORT = view(short[].class);
    static final VarHandle INT = view(int[].class);
    static final VarHandle LONG = view(long[].class);
    static final VarHandle FLOAT = view(float[].class);
    static final VarHandle DOUBLE = view(double[].class);

    private FlatAccess() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    /** The meter of the call that runs in this memory. */
    public static Meter meter(Memory memory) {
        return ((FlatMemory) memory).meter();
    }

    /** The array behind a memory, until it grows. */
    public static byte[] bytes(Memory memory) {
        return ((FlatMemory) memory).bytes();
    }

    /** Both numbers are meant as unsigned; a sum past 2 GiB is negative and outside, as a sum past 4 GiB is. */
    private static int at(int base, int offset) {
        return base < 0 || offset < 0 ? -1 : base + offset;
    }

    public static byte memoryReadByte(int base, int offset, byte[] bytes) {
        return bytes[at(base, offset)];
    }

    public static short memoryReadShort(int base, int offset, byte[] bytes) {
        return (short) SHORT.get(bytes, at(base, offset));
    }

    public static int memoryReadInt(int base, int offset, byte[] bytes) {
        return (int) INT.get(bytes, at(base, offset));
    }

    public static long memoryReadLong(int base, int offset, byte[] bytes) {
        return (long) LONG.get(bytes, at(base, offset));
    }

    public static float memoryReadFloat(int base, int offset, byte[] bytes) {
        return (float) FLOAT.get(bytes, at(base, offset));
    }

    public static double memoryReadDouble(int base, int offset, byte[] bytes) {
        return (double) DOUBLE.get(bytes, at(base, offset));
    }

    public static void memoryWriteByte(int base, byte value, int offset, byte[] bytes) {
        bytes[at(base, offset)] = value;
    }

    public static void memoryWriteShort(int base, short value, int offset, byte[] bytes) {
        SHORT.set(bytes, at(base, offset), value);
    }

    public static void memoryWriteInt(int base, int value, int offset, byte[] bytes) {
        INT.set(bytes, at(base, offset), value);
    }

    public static void memoryWriteLong(int base, long value, int offset, byte[] bytes) {
        LONG.set(bytes, at(base, offset), value);
    }

    public static void memoryWriteFloat(int base, float value, int offset, byte[] bytes) {
        FLOAT.set(bytes, at(base, offset), value);
    }

    public static void memoryWriteDouble(int base, double value, int offset, byte[] bytes) {
        DOUBLE.set(bytes, at(base, offset), value);
    }
}
