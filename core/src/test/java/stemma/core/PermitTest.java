package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PermitTest {
    private static final ActId ID = new ActId(1, 1);
    private static final Digest INPUT = Digest.ofUtf8("input");
    private static final Act ACT = GateRig.act(GateRig.WRITE).input(INPUT).within(100);
    private static final Effect EFFECT = new Effect("fs.write", "/tmp/x", INPUT);

    private final TestClock clock = new TestClock();
    private final Permits permits = new Permits(clock);

    private static void refused(Permit permit, Effect effect, String why) {
        int before = permit.spends();
        assertThatThrownBy(() -> permit.spend(effect))
                .isInstanceOf(PermitRefused.class)
                .hasMessage(why);
        assertThat(permit.spends()).isEqualTo(before);
    }

    @Test
    void isSpentOnceOnWhatItIsFor() {
        Permit permit = permits.issue(ID, ACT);
        assertThat(permit.id()).isEqualTo(ID);
        assertThat(permit.act()).isEqualTo(ACT);
        assertThat(permit.deadlineNanos()).isEqualTo(100_000_000);
        assertThat(permit.spends()).isZero();
        permit.spend(EFFECT);
        assertThat(permit.spends()).isEqualTo(1);
        assertThat(permit.chain()).isEmpty();
        refused(permit, EFFECT, "permit 1.1 for fs.write is spent (1 of 1)");
    }

    @Test
    void isForNothingElse() {
        Permit permit = permits.issue(ID, ACT);
        refused(
                permit,
                new Effect("fs.read", "/tmp/x", INPUT),
                "permit 1.1 is for fs.write /tmp/x, not for fs.read /tmp/x");
        refused(
                permit,
                new Effect("fs.write", "/tmp/y", INPUT),
                "permit 1.1 is for fs.write /tmp/x, not for fs.write /tmp/y");
        refused(
                permit,
                new Effect("fs.write", "/tmp/x", Digest.EMPTY),
                "permit 1.1 for fs.write /tmp/x is for another input than the one about to be used");
        assertThatCode(() -> permit.spend(EFFECT)).doesNotThrowAnyException();
    }

    @Test
    void endsAtItsDeadline() {
        Permit late = permits.issue(ID, ACT);
        clock.advance(100);
        refused(late, EFFECT, "permit 1.1 is past its deadline");
        Permit inTime = permits.issue(ID, ACT);
        clock.advance(99);
        inTime.spend(EFFECT);
    }

    @Test
    void endsWithItsAct() {
        Permit permit = permits.issue(ID, ACT);
        assertThat(permits.count()).isEqualTo(1);
        permits.withdraw(permit);
        assertThat(permits.count()).isZero();
        refused(permit, EFFECT, "permit 1.1 is not live: its act has ended, or it never was issued");
    }

    @Test
    void isAuthorityOnlyWhenThisGateIssuedIt() {
        permits.issue(ID, ACT);
        Permit forged = new Permit(ID, ACT, Long.MAX_VALUE, permits);
        refused(forged, EFFECT, "permit 1.1 is not live: its act has ended, or it never was issued");
        permits.withdraw(forged);
        assertThat(permits.count()).isEqualTo(1);
    }

    @Test
    void aLeaseIsSpentItsNamedCountAndChainsItsInputs() {
        Permit lease = permits.issue(ID, ACT.leased(3));
        assertThat(lease.chain()).contains(Digest.EMPTY);
        Digest chain = Digest.EMPTY;
        for (String input : List.of("a", "b", "a")) {
            Digest digest = Digest.ofUtf8(input);
            lease.spend(new Effect("fs.write", "/tmp/x", digest));
            chain = Digest.of(ByteBuffer.allocate(64)
                    .put(chain.bytes())
                    .put(digest.bytes())
                    .array());
        }
        assertThat(lease.spends()).isEqualTo(3);
        assertThat(lease.chain()).contains(chain);
        refused(lease, EFFECT, "permit 1.1 for fs.write is spent (3 of 3)");
        assertThat(lease.chain()).contains(chain);
        Permit other = permits.issue(new ActId(1, 2), ACT.leased(3));
        refused(
                other,
                new Effect("fs.write", "/tmp/y", INPUT),
                "permit 1.2 is for fs.write /tmp/x, not for fs.write /tmp/y");
    }

    @Test
    void theReceiptOfALeaseHasCountAndChain() {
        try (GateRig rig = new GateRig()) {
            rig.performing((input, permit) -> {
                for (int i = 0; i < 5; i++) {
                    permit.spend(GateRig.effect(permit));
                }
                return Done.of("x");
            });
            Receipt receipt =
                    rig.receipt(GateRig.STEP, GateRig.act(GateRig.STEP).leased(9));
            assertThat(receipt.spends()).isEqualTo(5);
            assertThat(receipt.chain()).isPresent().get().isNotEqualTo(Digest.EMPTY);
            Receipt over = rig.receipt(GateRig.STEP, GateRig.act(GateRig.STEP).leased(4));
            assertThat(over.ending()).isEqualTo(Ending.FAILED);
            assertThat(over.note()).isEqualTo("permit 1.2 for kernel.step is spent (4 of 4)");
            assertThat(over.spends()).isEqualTo(4);
        }
    }

    /** Every spend that succeeds is counted when the act has ended, however close the race. */
    @Test
    void noSpendSlipsPastTheEnd() throws Exception {
        for (int round = 0; round < 500; round++) {
            Permit lease = permits.issue(ID, ACT.leased(1_000_000));
            AtomicInteger spent = new AtomicInteger();
            CountDownLatch running = new CountDownLatch(2);
            List<Thread> spenders = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                spenders.add(Thread.ofPlatform().start(() -> {
                    running.countDown();
                    try {
                        while (true) {
                            lease.spend(EFFECT);
                            spent.incrementAndGet();
                        }
                    } catch (PermitRefused e) {
                        assertThat(e).hasMessageContaining("not live");
                    }
                }));
            }
            running.await();
            permits.withdraw(lease);
            int counted = lease.spends();
            for (Thread spender : spenders) {
                spender.join();
            }
            assertThat(spent).hasValue(counted);
        }
    }
}
