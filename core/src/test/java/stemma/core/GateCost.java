package stemma.core;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * What the gate itself costs, by hand: run {@code main} of this class. Prints nanoseconds per act: of
 * the caller's processor time over a log that keeps nothing, and of wall time for changes beside a bare
 * writer of the same bytes over a group-commit double. The bench module measures the real file log.
 */
final class GateCost {
    private static final int CALLERS = 64;
    private static final int ROUNDS = 7;
    private static final int ALONE = 200_000;
    private static final int EACH = 200;

    private GateCost() {}

    /** A log without a disk whose commits take a while and serve everybody who waits. */
    private static final class GroupLog implements Log {
        private static final long COMMIT_MICROS = 50;
        private final Object disk = new Object();
        private final AtomicLong size = new AtomicLong();
        private long durable = -1;
        private boolean committing;

        @Override
        public long append(byte[] entry) {
            return size.getAndIncrement();
        }

        @Override
        public void awaitDurable(long index) {
            while (true) {
                long upTo;
                synchronized (disk) {
                    awaitCommitter(index);
                    if (durable >= index) {
                        return;
                    }
                    committing = true;
                    upTo = size.get() - 1;
                }
                long end = System.nanoTime() + COMMIT_MICROS * 1_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                synchronized (disk) {
                    committing = false;
                    durable = upTo;
                    disk.notifyAll();
                }
            }
        }

        private void awaitCommitter(long index) {
            try {
                while (committing && durable < index) {
                    disk.wait();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Gate open(Log log) {
        Performers performers = Performers.builder()
                .add(GateRig.READ, GateCost::perform)
                .add(GateRig.WRITE, GateCost::perform)
                .build();
        Purses purses = new MemoryPurses().limit("node", Cost.tokens(Cost.UNIT_MAX));
        Gate.Ports ports = new Gate.Ports(act -> new Verdict.Allow("allow fs"), purses, log, Clock.system());
        return Gate.open(ports, performers, Recovered.NOTHING, "cost");
    }

    private static Done<String> perform(String input, Permit permit) {
        permit.spend(new Effect(permit.act().op(), "/srv/someone/project/README.md", Digest.EMPTY));
        return Done.of(input);
    }

    private static Act act(Op<?, ?> op) {
        return Act.of(
                op,
                "/srv/someone/project/README.md",
                Actor.goal(new ActId(3, 41)),
                Provenance.of(Trust.WORKSPACE, "file:/srv/someone/project/README.md"));
    }

    public static void main(String[] args) throws Exception {
        Log none = new Log() {
            @Override
            public long append(byte[] entry) {
                return 0;
            }

            @Override
            public void awaitDurable(long index) {}
        };
        try (Gate gate = open(none)) {
            for (Op<String, String> op : List.of(GateRig.READ, GateRig.WRITE)) {
                Act free = act(op);
                printAlone(op.name() + ", no log", n -> gate.perform(op, free, "x"));
                Act paid = free.paidFrom("node", Cost.tokens(1));
                printAlone(op.name() + ", no log, with a purse", n -> gate.perform(op, paid, "x"));
            }
        }
        Act change = act(GateRig.WRITE);
        byte[] intent = EntryCodec.bytes(new Entry.Intent(new ActId(1, 1), change, "allow fs", 1));
        for (int callers : new int[] {1, CALLERS}) {
            GroupLog bare = new GroupLog();
            print("bare writer of pairs, " + callers + " callers", callers, EACH, n -> {
                bare.awaitDurable(bare.append(intent));
                bare.awaitDurable(bare.append(intent));
            });
            try (Gate gate = open(new GroupLog())) {
                print(
                        "fs.write, " + callers + " callers",
                        callers,
                        EACH,
                        n -> gate.perform(GateRig.WRITE, change, "x"));
            }
        }
    }

    /** One caller's processor time, which a busy machine hardly disturbs. */
    private static void printAlone(String what, LongConsumer work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] nanos = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int n = 0; n < ALONE; n++) {
                work.accept(n);
            }
            nanos[round] = (threads.getCurrentThreadCpuTime() - start) / (double) ALONE;
        }
        Arrays.sort(nanos);
        System.out.printf("%-40s %,10.0f ns an act (median of %d)%n", what, nanos[ROUNDS / 2], ROUNDS);
    }

    private static void print(String what, int callers, int each, LongConsumer work) throws InterruptedException {
        double[] nanos = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            List<Thread> threads = new ArrayList<>();
            CountDownLatch go = new CountDownLatch(1);
            for (int i = 0; i < callers; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    for (int n = 0; n < each; n++) {
                        work.accept(n);
                    }
                }));
            }
            long start = System.nanoTime();
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            nanos[round] = (System.nanoTime() - start) / ((double) callers * each);
        }
        Arrays.sort(nanos);
        System.out.printf("%-40s %,10.0f ns an act (median of %d)%n", what, nanos[ROUNDS / 2], ROUNDS);
    }
}
