package stemma.cartridge.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import stemma.core.Clock;

/**
 * What one call may still use: fuel, time, and bytes of objects.
 *
 * <p>A unit of fuel is one jump backwards or call, and one more for every {@link FuelHook#UNIT_BYTES}
 * bytes of class file that the jump repeats or the call enters. It is the same number in every run,
 * and it runs out at the same place.
 *
 * <p>Time is not looked at by the guest: a call inside a hot loop, even one that is hardly ever made,
 * makes the virtual machine keep the loop's numbers in memory and not in registers, and that costs
 * half the speed. {@link MeterWatch} looks from outside and sets a flag; the tick reads it opaquely, so
 * that compiled code reads it every time, and both ways out of a tick are exceptions. Used by one
 * thread, apart from that flag.
 */
public final class Meter {
    private static final VarHandle STOP = stopField();

    private final long fuelUnits;
    private final long deadlineNanos;
    private final Clock clock;
    private final BooleanSupplier stopped;
    private final Thread runner = Thread.currentThread();
    private long fuel;
    private long allocationBytes;

    @SuppressWarnings("UnusedVariable") // written and read through its handle
    private boolean stop;

    /**
     * A full meter for the calling thread.
     *
     * @param fuelUnits what may be used at most
     * @param deadlineNanos on the clock's monotonic scale
     * @param allocationBytesMax bytes of objects that may be made, whether or not they are kept
     * @param stopped whether somebody wants the call to end; asked by another thread
     */
    public Meter(long fuelUnits, long deadlineNanos, long allocationBytesMax, Clock clock, BooleanSupplier stopped) {
        if (fuelUnits < 0 || allocationBytesMax < 0) {
            throw new IllegalArgumentException("a meter counts down from zero or more");
        }
        this.fuelUnits = fuelUnits;
        this.deadlineNanos = deadlineNanos;
        this.clock = clock;
        this.stopped = stopped;
        this.fuel = fuelUnits;
        this.allocationBytes = allocationBytesMax;
    }

    private static VarHandle stopField() {
        try {
            return MethodHandles.lookup().findVarHandle(Meter.class, "stop", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a class has the field it declares", e);
        }
    }

    /** Takes fuel; a {@link Trap} when there is not enough, or when the call is to end. */
    public void tick(long units) {
        fuel -= units;
        if (fuel < 0 || (boolean) STOP.getOpaque(this)) {
            throw ended();
        }
    }

    private Trap ended() {
        if (fuel < 0) {
            fuel = 0;
            return new Trap(Trap.Kind.FUEL, "out of fuel: it used up all " + fuelUnits + " units");
        }
        return overdue()
                ? new Trap(Trap.Kind.DEADLINE, "its time was over")
                : new Trap(Trap.Kind.STOPPED, "it was stopped");
    }

    private boolean overdue() {
        return clock.nanos() - deadlineNanos >= 0;
    }

    /** Looks, from another thread, whether the call is to end. */
    void look() {
        if (overdue() || stopped.getAsBoolean() || runner.isInterrupted()) {
            STOP.setOpaque(this, true);
        }
    }

    /** Looks from the call's own thread, and ends it. For work that waits. */
    public void check() {
        look();
        tick(0);
    }

    /** Takes bytes of objects, and fuel for making them. */
    void allocate(long bytes) {
        if (bytes > allocationBytes) {
            throw new Trap(Trap.Kind.ALLOCATION, "it made more objects than its limit of bytes allows");
        }
        allocationBytes -= bytes;
        tick(1 + bytes / Metered.ALLOCATED_BYTES_PER_UNIT);
    }

    /** Fuel that is left. */
    public long left() {
        return Math.max(0, fuel);
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
