package stemma.cartridge.engine;

import java.util.function.BooleanSupplier;
import stemma.core.Clock;

/**
 * What one call may still use: fuel, time, and bytes of objects. Fuel is handed out in slices; between
 * two slices the deadline, the thread's interrupt and the stop switch are looked at, because a plain
 * field that another thread writes may never be seen by compiled code.
 *
 * <p>A unit of fuel is one backward jump or call, and one more for every {@link FuelHook#UNIT_BYTES}
 * bytes of class file that the jump repeats or the call enters; so the time between two looks is
 * bounded whatever the guest's code looks like. The number is the same in every run. Used by one thread.
 */
public final class Meter {
    /** Units handed out at once: a few milliseconds of the slowest code, some microseconds of the usual. */
    static final int SLICE_UNITS = 8_192;

    private final long fuelUnits;
    private final long deadlineNanos;
    private final Clock clock;
    private final BooleanSupplier stopped;
    private long kept;
    private long allocationBytes;
    private int slice;

    /**
     * A full meter.
     *
     * @param fuelUnits what may be used at most
     * @param deadlineNanos on the clock's monotonic scale
     * @param allocationBytesMax bytes of objects that may be made, whether or not they are kept
     * @param stopped whether somebody wants the call to end
     */
    public Meter(
            long fuelUnits, long deadlineNanos, long allocationBytesMax, Clock clock, BooleanSupplier stopped) {
        if (fuelUnits < 0 || allocationBytesMax < 0) {
            throw new IllegalArgumentException("a meter counts down from zero or more");
        }
        this.fuelUnits = fuelUnits;
        this.deadlineNanos = deadlineNanos;
        this.clock = clock;
        this.stopped = stopped;
        this.kept = fuelUnits;
        this.allocationBytes = allocationBytesMax;
    }

    /** Takes fuel; a {@link Trap} when there is not enough, or when a look finds a reason to stop. */
    void tick(int units) {
        slice -= units;
        if (slice < 0) {
            refill();
        }
    }

    /** Takes fuel for work in proportion to a size; looks at the clock before work that takes long. */
    public void charge(long units) {
        if (units <= SLICE_UNITS) {
            tick((int) units);
            return;
        }
        look();
        if (units > left()) {
            throw outOfFuel();
        }
        long rest = units - slice;
        slice = 0;
        kept -= rest;
    }

    private void refill() {
        int debt = -slice;
        slice = 0;
        look();
        if (kept < debt) {
            kept = 0;
            throw outOfFuel();
        }
        kept -= debt;
        slice = (int) Math.min(SLICE_UNITS, kept);
        kept -= slice;
    }

    private Trap outOfFuel() {
        return new Trap(Trap.Kind.FUEL, "out of fuel: it used up all " + fuelUnits + " units");
    }

    /** Throws a {@link Trap} when the call's time is over, or when somebody wants it to end. */
    public void look() {
        if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new Trap(Trap.Kind.STOPPED, "it was stopped");
        }
        if (clock.nanos() - deadlineNanos >= 0) {
            throw new Trap(Trap.Kind.DEADLINE, "its time was over");
        }
    }

    /** Takes bytes of objects, and fuel for making them. */
    void allocate(long bytes) {
        if (bytes > allocationBytes) {
            throw new Trap(Trap.Kind.ALLOCATION, "it made more objects than its limit of bytes allows");
        }
        allocationBytes -= bytes;
        charge(1 + bytes / Metered.ALLOCATED_BYTES_PER_UNIT);
    }

    /** Fuel that is left. */
    public long left() {
        return kept + slice;
    }

    /** Fuel that was used. */
    public long used() {
        return fuelUnits - left();
    }

    /** When the time is over, on the clock's monotonic scale. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Bytes of objects that may still be made. */
    public long allocationLeftBytes() {
        return allocationBytes;
    }

    /** Whether somebody wants the call to end. */
    public BooleanSupplier stopped() {
        return stopped;
    }
}
