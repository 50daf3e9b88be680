package stemma.cartridge.engine;

import static run.endive.runtime.ConstantEvaluators.computeConstantValue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.PassiveDataSegment;

/**
 * A guest's linear memory as one array.
 *
 * <p>The engine's own memory is an array of pages; every access finds its page first and looks whether
 * it crosses into the next. One array makes an access what it is on a processor: a bounds check and a
 * move. The price is that growing copies, which fuel pays for.
 *
 * <p>An address is an {@code int} that the guest means as unsigned. Those past 2 GiB are negative here
 * and outside any array, as they should be: a memory has at most {@link ModuleLimits#MEMORY_PAGES_CEILING}
 * pages. An access outside throws {@link IndexOutOfBoundsException}, which {@link Guest} turns into a
 * trap. Compiled code finds the meter of the running call here. Used by one thread at a time.
 */
public final class FlatMemory implements Memory {
    /** Bytes moved or filled for one unit of fuel. */
    static final int BYTES_PER_UNIT = 512;
    /** Bytes made and copied for one unit of fuel when memory grows. */
    static final int GROWN_BYTES_PER_UNIT = 64;

    /** Work on more bytes than this is cut, with a look at the clock between the pieces. */
    static final int PIECE_BYTES_MAX = 1 << 20;

    private final MemoryPool pool;
    private final int initialPages;
    private final int pagesMax;
    private byte[] bytes;
    private Meter meter;
    private @Nullable Guest guest;
    private DataSegment[] segments = new DataSegment[0];

    FlatMemory(MemoryPool pool, int initialPages, int pagesMax, Meter meter) {
        this.pool = pool;
        this.initialPages = initialPages;
        this.pagesMax = pagesMax;
        this.meter = meter;
        this.bytes = pool.take(initialPages);
    }

    byte[] bytes() {
        return bytes;
    }

    Meter meter() {
        return meter;
    }

    void metered(Meter next) {
        meter = next;
    }

    void owned(Guest owner) {
        guest = owner;
    }

    Guest guest() {
        return Objects.requireNonNull(guest, "a memory belongs to a guest before its guest runs");
    }

    /** Gives the array back. */
    void release() {
        pool.give(bytes);
        bytes = MemoryPool.NONE;
    }

    /** Its data segments; the array is the engine's own, so that a dropped one shows. */
    List<DataSegment> segments() {
        return List.of(segments);
    }

    /** Puts everything back as it was in a copy; one that grew since is cut to its size. */
    void restore(byte[] copy) {
        if (bytes.length != copy.length) {
            pool.give(bytes);
            bytes = pool.take(copy.length / PAGE_SIZE);
        }
        System.arraycopy(copy, 0, bytes, 0, copy.length);
    }

    @Override
    public int pages() {
        return bytes.length / PAGE_SIZE;
    }

    @Override
    public int grow(int more) {
        int before = pages();
        if (more < 0 || more > pagesMax - before) {
            return -1;
        }
        if (more > 0) { // the old array is left to the collector: compiled code may hold it yet
            meter.tick((long) (before + more) * PAGE_SIZE / GROWN_BYTES_PER_UNIT);
            byte[] larger = pool.take(before + more);
            System.arraycopy(bytes, 0, larger, 0, bytes.length);
            bytes = larger;
        }
        return before;
    }

    @Override
    public int initialPages() {
        return initialPages;
    }

    @Override
    public int maximumPages() {
        return pagesMax;
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    @SuppressWarnings("removal") // the engine's port still has them; a module with atomics is refused at load
    public Object lock(int address) {
        throw noThreads();
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, int expected, long timeout) {
        throw noThreads();
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, long expected, long timeout) {
        throw noThreads();
    }

    @Override
    @SuppressWarnings("removal")
    public int notify(int address, int maxThreads) {
        throw noThreads();
    }

    private static Trap noThreads() {
        return new Trap(Trap.Kind.ENGINE, "a cartridge has no threads");
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        initialize(instance, dataSegments, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
        segments = dataSegments;
        for (DataSegment each : dataSegments) {
            if (each instanceof ActiveDataSegment active && active.index() == memoryIndex) {
                int to = (int) computeConstantValue(instance, active.offsetInstructions())[0];
                write(to, active.data(), 0, active.data().length);
            }
        }
    }

    @Override
    public void initPassiveSegment(int segment, int to, int from, int size) {
        write(to, segments[segment].data(), from, size);
    }

    @Override
    public void drop(int segment) {
        segments[segment] = PassiveDataSegment.EMPTY;
    }

    @Override
    public void write(int to, byte[] data, int from, int size) {
        Objects.checkFromIndexSize(from, size, data.length);
        Objects.checkFromIndexSize(to, size, bytes.length);
        meter.tick(size / BYTES_PER_UNIT);
        System.arraycopy(data, from, bytes, to, size);
    }

    @Override
    public byte[] readBytes(int from, int size) {
        Objects.checkFromIndexSize(from, size, bytes.length);
        meter.tick(size / BYTES_PER_UNIT);
        return Arrays.copyOfRange(bytes, from, from + size);
    }

    @Override
    public void zero() {
        // the array was all zeros when it was taken
    }

    @Override
    public void fill(byte value, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        for (int at = from; at < to; ) {
            int end = at + Math.min(to - at, PIECE_BYTES_MAX);
            meter.tick((end - at) / BYTES_PER_UNIT);
            MemorySegment.ofArray(bytes).asSlice(at, end - at).fill(value);
            at = end;
        }
    }

    @Override
    public void copy(int to, int from, int size) {
        Objects.checkFromIndexSize(to, size, bytes.length);
        Objects.checkFromIndexSize(from, size, bytes.length);
        for (int done = 0; done < size; ) {
            int piece = Math.min(size - done, PIECE_BYTES_MAX);
            meter.tick(piece / BYTES_PER_UNIT);
            int at = to <= from ? done : size - done - piece; // pieces that overlap go the way that keeps them
            System.arraycopy(bytes, from + at, bytes, to + at, piece);
            done += piece;
        }
    }

    @Override
    public byte read(int address) {
        return bytes[address];
    }

    @Override
    public void writeByte(int address, byte data) {
        bytes[address] = data;
    }

    @Override
    public short readShort(int address) {
        return (short) FlatAccess.SHORT.get(bytes, address);
    }

    @Override
    public long readU16(int address) {
        return Short.toUnsignedLong(readShort(address));
    }

    @Override
    public void writeShort(int address, short data) {
        FlatAccess.SHORT.set(bytes, address, data);
    }

    @Override
    public int readInt(int address) {
        return (int) FlatAccess.INT.get(bytes, address);
    }

    @Override
    public void writeI32(int address, int data) {
        FlatAccess.INT.set(bytes, address, data);
    }

    @Override
    public long readLong(int address) {
        return (long) FlatAccess.LONG.get(bytes, address);
    }

    @Override
    public void writeLong(int address, long data) {
        FlatAccess.LONG.set(bytes, address, data);
    }

    @Override
    public float readFloat(int address) {
        return (float) FlatAccess.FLOAT.get(bytes, address);
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public void writeF32(int address, float data) {
        FlatAccess.FLOAT.set(bytes, address, data);
    }

    @Override
    public double readDouble(int address) {
        return (double) FlatAccess.DOUBLE.get(bytes, address);
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public void writeF64(int address, double data) {
        FlatAccess.DOUBLE.set(bytes, address, data);
    }
}
