package stemma.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many threads that do the same work over and over, for a while.
 *
 * @param count of them
 * @param kind virtual or platform
 */
record Callers(int count, Thread.Builder kind) {
    /**
     * What they came to.
     *
     * @param perSecond how often a second all together did the work
     * @param cpuMicros processor time of the whole process for each
     */
    record Pace(double perSecond, double cpuMicros) {}

    Pace pace(long millis, Runnable work) throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        LongAdder done = new LongAdder();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        long start = System.nanoTime();
        long cpuStart = system.getProcessCpuTime();
        for (int i = 0; i < count; i++) {
            callers.add(kind.start(() -> {
                while (!stop.get()) {
                    work.run();
                    done.increment();
                }
            }));
        }
        Thread.sleep(millis);
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        long times = done.sum();
        if (times == 0) {
            throw new NotMeasured("nothing ended in " + millis + " ms");
        }
        double cpu = system.getProcessCpuTime() - cpuStart;
        return new Pace(times * 1e9 / (System.nanoTime() - start), cpu / times / 1e3);
    }
}
