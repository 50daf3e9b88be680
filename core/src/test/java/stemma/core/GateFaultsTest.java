package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log fails before the effect and after it; the node ends in between, and opens again. */
@Timeout(60)
class GateFaultsTest {
    private static final Act PAID = GateRig.act(GateRig.WRITE).paidFrom("node", Cost.tokens(2));

    @Test
    void noEffectWhenTheIntentCannotBeWritten() {
        try (GateRig rig = new GateRig()) {
            rig.log.failAppendAt(rig.log.size());
            assertThatThrownBy(() -> rig.perform(GateRig.WRITE, PAID))
                    .isInstanceOf(LogFailed.class)
                    .hasMessage("the disk is full");
            assertThat(rig.log.takeStory()).isEmpty();
            assertThat(rig.purses.settlements()).isEqualTo(1);
            assertThat(rig.purses.spent("node")).isEqualTo(Cost.ZERO);
        }
    }

    @Test
    void noEffectWhenTheIntentDoesNotBecomeDurable() {
        try (GateRig rig = new GateRig()) {
            rig.log.failAwaitAt(rig.log.size());
            assertThatThrownBy(() -> rig.perform(GateRig.WRITE, PAID)).isInstanceOf(LogFailed.class);
            assertThat(rig.log.takeStory()).containsExactly("append intent");
            assertThat(rig.purses.spent("node")).isEqualTo(Cost.ZERO);
            assertThat(rig.log.recovered().intents()).hasSize(1);
        }
    }

    @Test
    void whatWasSpentIsSettledWhenTheReceiptCannotBeWritten() {
        for (boolean append : new boolean[] {true, false}) {
            try (GateRig rig = new GateRig()) {
                int receipt = rig.log.size() + 1;
                rig.performing((input, permit) -> Done.of("x").spending(Cost.tokens(1)));
                rig.log.failAppendAt(append ? receipt : MemoryLog.NEVER);
                rig.log.failAwaitAt(receipt);
                assertThatThrownBy(() -> rig.perform(GateRig.WRITE, PAID)).isInstanceOf(LogFailed.class);
                assertThat(rig.log.takeStory()).contains("return").doesNotContain("durable receipt done");
                assertThat(rig.purses.settlements()).isEqualTo(1);
                assertThat(rig.purses.spent("node")).isEqualTo(Cost.tokens(1));
                assertThat(rig.log.recovered().intents()).hasSize(append ? 1 : 0);
            }
        }
    }

    @Test
    void aJudgeThatBreaksStopsTheActBeforeAnythingHappens() {
        try (GateRig rig = new GateRig()) {
            rig.policy(act -> {
                throw new IllegalStateException("no rules");
            });
            assertThatThrownBy(() -> rig.perform(GateRig.WRITE, PAID)).hasMessage("no rules");
            assertThat(rig.log.takeStory()).isEmpty();
        }
    }

    @Test
    void whatWasUnderWayIsUnknownOnceAndNeverRetried() {
        try (GateRig rig = new GateRig()) {
            ActId lost = new ActId(1, 7);
            rig.purses.reserve(lost, "node", Cost.tokens(2), 0);
            rig.log.append(EntryCodec.bytes(new Entry.Intent(lost, PAID, "allow all", TestClock.START_MILLIS)));
            rig.clock.advance(1_000);
            rig.log.takeStory();
            rig.reopen();
            assertThat(rig.log.takeStory())
                    .containsExactly("append booted", "append receipt unknown", "durable receipt unknown");
            assertThat(rig.log.last())
                    .isEqualTo(new Receipt(
                            lost,
                            PAID,
                            "allow all",
                            Ending.UNKNOWN,
                            "the node ended between intent and receipt; look before you repeat it",
                            Cost.tokens(2),
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            Scribe.NO_EVIDENCE,
                            TestClock.START_MILLIS,
                            TestClock.START_MILLIS + 1_000));
            assertThat(rig.purses.spent("node")).isEqualTo(Cost.tokens(2));
            rig.reopen();
            assertThat(rig.log.takeStory()).containsExactly("append booted", "durable booted");
        }
    }

    @Test
    void bootsCountAndNameTheActs() {
        try (GateRig rig = new GateRig()) {
            assertThat(rig.gate.boot()).isEqualTo(1);
            assertThat(rig.log.entries()).containsExactly(new Entry.Booted(1, "test", TestClock.START_MILLIS));
            assertThat(rig.receipt(GateRig.READ).id()).isEqualTo(new ActId(1, 1));
            rig.reopen();
            assertThat(rig.gate.boot()).isEqualTo(2);
            assertThat(rig.receipt(GateRig.READ).id()).isEqualTo(new ActId(2, 1));
            assertThat(rig.receipt(GateRig.READ).id()).isEqualTo(new ActId(2, 2));
        }
    }

    @Test
    void aLogThatFailsAtOpeningLeavesNoGateAndNoThread() {
        long before = watchdogs();
        MemoryLog log = new MemoryLog();
        log.failAppendAt(0);
        assertThatThrownBy(() -> new GateRig(log)).isInstanceOf(LogFailed.class);
        log.failAppendAt(MemoryLog.NEVER);
        log.failAwaitAt(0);
        assertThatThrownBy(() -> new GateRig(log)).isInstanceOf(LogFailed.class);
        assertThat(log.takeStory()).isEqualTo(List.of("append booted"));
        assertThat(watchdogs()).isLessThanOrEqualTo(before);
    }

    private static long watchdogs() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("stemma-watchdog"))
                .count();
    }

    @Test
    void refusalsOfReadsAndChangesAreInTheLogAlike() {
        try (GateRig rig = new GateRig()) {
            rig.policy(act -> new Verdict.Deny("deny all", "no"));
            rig.perform(GateRig.READ);
            rig.perform(GateRig.WRITE);
            rig.perform(GateRig.STEP);
            assertThat(rig.log.takeStory()).isEqualTo(Collections.nCopies(3, "append receipt denied"));
        }
    }
}
