package stemma.sandbox;

import java.util.Map;
import stemma.sandbox.linux.ResourceLimit;

/**
 * What a box may use.
 *
 * @param cpuSeconds processor time of each process
 * @param memoryBytes data of each process, and of the whole box where the node may write a control group
 * @param processesMax processes and threads in the box at one time
 * @param fileBytesMax size of each file written
 * @param scratchBytes size of each memory folder ({@code /tmp}, the private home, shared memory)
 * @param wallMillis time from start to forced end
 * @param outputBytesMax bytes kept of each output stream; what follows is read and dropped
 */
public record BoxLimits(
        long cpuSeconds,
        long memoryBytes,
        int processesMax,
        long fileBytesMax,
        long scratchBytes,
        long wallMillis,
        long outputBytesMax) {
    private static final long GIB = 1L << 30;

    public BoxLimits {
        if (cpuSeconds < 1 || memoryBytes < 1 << 20 || processesMax < 4 || fileBytesMax < 1 << 10) {
            throw new IllegalArgumentException("a box needs a second, a MiB, four processes and a KiB of file");
        }
        if (scratchBytes < 1 << 16 || wallMillis < 1 || outputBytesMax < 1) {
            throw new IllegalArgumentException("a box needs 64 KiB of scratch, a millisecond and a byte of output");
        }
    }

    /** Enough for a large build: an hour, 8 GiB a process, 2,048 processes. */
    public static BoxLimits standard() {
        return new BoxLimits(3_600, 8 * GIB, 2_048, 4 * GIB, GIB, 3_600_000, 64 << 20);
    }

    /**
     * What the kernel itself keeps, for a process and whatever it starts. No core file is ever written: it would hold
     * what was granted.
     */
    Map<ResourceLimit, Long> kept() {
        return Map.of(
                ResourceLimit.CORE_BYTES, 0L,
                ResourceLimit.CPU_SECONDS, cpuSeconds,
                ResourceLimit.DATA_BYTES, memoryBytes,
                ResourceLimit.FILE_BYTES, fileBytesMax,
                ResourceLimit.PROCESSES, (long) processesMax);
    }

    public BoxLimits withWallMillis(long millis) {
        return new BoxLimits(cpuSeconds, memoryBytes, processesMax, fileBytesMax, scratchBytes, millis, outputBytesMax);
    }

    public BoxLimits withProcessesMax(int processes) {
        return new BoxLimits(
                cpuSeconds, memoryBytes, processes, fileBytesMax, scratchBytes, wallMillis, outputBytesMax);
    }

    public BoxLimits withMemoryBytes(long bytes) {
        return new BoxLimits(cpuSeconds, bytes, processesMax, fileBytesMax, scratchBytes, wallMillis, outputBytesMax);
    }

    public BoxLimits withOutputBytesMax(long bytes) {
        return new BoxLimits(cpuSeconds, memoryBytes, processesMax, fileBytesMax, scratchBytes, wallMillis, bytes);
    }

    public BoxLimits withFileBytesMax(long bytes) {
        return new BoxLimits(cpuSeconds, memoryBytes, processesMax, bytes, scratchBytes, wallMillis, outputBytesMax);
    }
}
