package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Halting, releasing and closing, against acts that start, run and wait. */
@Timeout(60)
class KillSwitchTest {
    private final GateRig rig = new GateRig();

    @AfterEach
    void everythingIsSettled() {
        rig.close();
    }

    @Test
    void nothingStartsWhileItIsOnAndEverythingAfter() {
        assertThat(rig.gate.halted()).isEmpty();
        rig.gate.halt(GateRig.OPERATOR, "smoke");
        assertThat(rig.gate.halted()).isEqualTo("smoke");
        for (Op<String, String> op : List.of(GateRig.READ, GateRig.WRITE, GateRig.STEP)) {
            Receipt receipt = rig.receipt(op);
            assertThat(receipt.ending()).isEqualTo(Ending.DENIED);
            assertThat(receipt.rule()).isEqualTo("kill switch");
            assertThat(receipt.note()).isEqualTo("the kill switch is on: smoke");
        }
        assertThat(rig.log.takeStory()).doesNotContain("perform").startsWith("append switched", "durable switched");
        rig.gate.release(GateRig.OPERATOR, "false alarm");
        assertThat(rig.log.takeStory()).containsExactly("append switched", "durable switched");
        assertThat(rig.gate.halted()).isEmpty();
        assertThat(rig.perform(GateRig.WRITE).orThrow()).isEqualTo("in");
    }

    @Test
    void survivesAReopening() {
        rig.gate.halt(GateRig.OPERATOR, "");
        assertThat(rig.reopen().halted()).isEqualTo("no reason given");
        assertThat(rig.receipt(GateRig.READ).ending()).isEqualTo(Ending.DENIED);
        rig.gate.release(GateRig.OPERATOR, "");
        assertThat(rig.reopen().halted()).isEmpty();
        assertThat(rig.receipt(GateRig.READ).ending()).isEqualTo(Ending.DONE);
    }

    @Test
    void aReasonIsCutRatherThanTheHaltRefused() {
        rig.gate.halt(GateRig.OPERATOR, "\ud800" + "y".repeat(5_000));
        assertThat(rig.gate.halted()).hasSize(Entry.REASON_CHARS_MAX).startsWith("?yy");
        rig.gate.release(GateRig.OPERATOR, "z".repeat(5_000));
        assertThat(((Entry.Switched) rig.log.last()).reason()).hasSize(Entry.REASON_CHARS_MAX);
    }

    @Test
    void worksEvenWhenItCannotBeRecorded() {
        rig.log.failAppendAt(rig.log.size());
        assertThat(catching(() -> rig.gate.halt(GateRig.OPERATOR, "now"))).isInstanceOf(LogFailed.class);
        assertThat(rig.gate.halted()).isEqualTo("now");
        assertThat(catching(() -> rig.gate.release(GateRig.OPERATOR, "go"))).isInstanceOf(LogFailed.class);
        assertThat(rig.gate.halted()).isEqualTo("now");
    }

    private static Throwable catching(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void interruptsWhatRuns() throws Exception {
        AtomicReference<Receipt> receipt = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        rig.performing((input, permit) -> {
            started.countDown();
            new CountDownLatch(1).await();
            return Done.of("never");
        });
        Thread caller = Thread.ofVirtual().start(() -> receipt.set(rig.receipt(GateRig.WRITE)));
        started.await();
        rig.gate.halt(GateRig.OPERATOR, "stop");
        caller.join();
        assertThat(receipt.get().ending()).isEqualTo(Ending.CANCELLED);
    }

    /** The intent is durable, the switch is thrown, and the performer must not start. */
    @Test
    void catchesAnActBetweenItsIntentAndItsStart() {
        Act act = GateRig.act(GateRig.WRITE).paidFrom("node", Cost.tokens(2));
        MemoryLog log = rig.log;
        Log halting = new Log() {
            @Override
            public long append(byte[] entry) {
                return log.append(entry);
            }

            @Override
            public void awaitDurable(long index) {
                log.awaitDurable(index);
                if (log.last() instanceof Entry.Intent) {
                    rig.gate.halt(GateRig.OPERATOR, "just now");
                }
            }
        };
        Performers performers = Performers.builder()
                .add(GateRig.WRITE, (input, permit) -> {
                    log.tell("perform");
                    return Done.of("x");
                })
                .build();
        Gate.Ports ports = new Gate.Ports(any -> new Verdict.Allow("all"), rig.purses, halting, rig.clock);
        rig.gate.close();
        rig.gate = Gate.open(ports, performers, log.recovered(), "test");
        Receipt receipt = rig.receipt(GateRig.WRITE, act);
        assertThat(receipt.ending()).isEqualTo(Ending.CANCELLED);
        assertThat(receipt.spent()).isEqualTo(Cost.ZERO);
        assertThat(log.takeStory()).doesNotContain("perform");
    }

    /** A halt while a release waits for the disk does not wait for it, and is what remains. */
    @Test
    void aHaltDuringAReleaseRemains() throws Exception {
        CountDownLatch releasing = new CountDownLatch(1);
        CountDownLatch halted = new CountDownLatch(1);
        MemoryLog log = rig.log;
        Log slow = new Log() {
            @Override
            public long append(byte[] entry) {
                return log.append(entry);
            }

            @Override
            public void awaitDurable(long index) {
                if (log.last() instanceof Entry.Switched s && !s.halted()) {
                    releasing.countDown();
                    try {
                        halted.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                log.awaitDurable(index);
            }
        };
        Watchdog watchdog = new Watchdog(rig.clock, Threads.system());
        KillSwitch killSwitch = new KillSwitch(watchdog, new Scribe(slow), rig.clock, "first");
        Thread release = Thread.ofVirtual().start(() -> killSwitch.release(GateRig.OPERATOR, "go"));
        releasing.await();
        killSwitch.halt(GateRig.OPERATOR, "second");
        halted.countDown();
        release.join();
        assertThat(killSwitch.halted()).isEqualTo("second");
        assertThat(log.recovered().halted()).isEqualTo("second");
    }

    @Test
    void aClosedGateStartsNothingAndWaitsForWhatRan() throws Exception {
        AtomicReference<Receipt> receipt = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        rig.performing((input, permit) -> {
            started.countDown();
            new CountDownLatch(1).await();
            return Done.of("never");
        });
        Thread caller = Thread.ofVirtual().start(() -> receipt.set(rig.receipt(GateRig.WRITE)));
        started.await();
        Thread.currentThread().interrupt();
        rig.gate.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(rig.log.last()).isInstanceOf(Receipt.class);
        caller.join();
        assertThat(receipt.get().ending()).isEqualTo(Ending.CANCELLED);
        Receipt late = rig.receipt(GateRig.WRITE);
        assertThat(late.ending()).isEqualTo(Ending.DENIED);
        assertThat(late.note()).isEqualTo("the node is closing");
        rig.gate.release(GateRig.OPERATOR, "no way back");
        assertThat(rig.receipt(GateRig.WRITE).ending()).isEqualTo(Ending.DENIED);
        assertThat(rig.reopen().halted()).isEmpty();
    }

    /** A performer that ignores its interrupt does not keep the node from closing. */
    @Test
    void closingWaitsABoundedTime() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        rig.performing((input, permit) -> {
            started.countDown();
            while (closed.getCount() > 0) {
                Thread.onSpinWait();
            }
            return Done.of("late");
        });
        Thread caller = Thread.ofPlatform().start(() -> rig.perform(GateRig.WRITE));
        started.await();
        rig.gate.close();
        closed.countDown();
        caller.join();
        assertThat(((Receipt) rig.log.last()).ending()).isEqualTo(Ending.DONE);
    }
}
