package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stations in their order, what each refuses, and what the log holds by then. */
@Timeout(60)
class GateTest {
    private final GateRig rig = new GateRig();

    @AfterEach
    void everythingIsSettled() {
        rig.close();
    }

    @Test
    void aReadIsOneEntryThatNobodyWaitsFor() {
        Result<String> result = rig.perform(GateRig.READ);
        assertThat(rig.log.takeStory()).containsExactly("perform", "return", "append receipt done");
        assertThat(result.orThrow()).isEqualTo("in");
        assertThat(rig.ended(result).rule()).isEqualTo("allow all");
    }

    @Test
    void aChangeIsDurableBeforeItStartsAndBeforeItsCallerHears() {
        for (Op<String, String> op : List.of(GateRig.WRITE, GateRig.STEP)) {
            rig.perform(op).orThrow();
            assertThat(rig.log.takeStory())
                    .containsExactly(
                            "append intent",
                            "durable intent",
                            "perform",
                            "return",
                            "append receipt done",
                            "durable receipt done");
        }
    }

    /** A crash that forgot what it took would fill its purse again. */
    @Test
    void aReadThatCostsIsRecordedLikeAChange() {
        rig.perform(GateRig.READ, GateRig.act(GateRig.READ).paidFrom("node", Cost.tokens(1)))
                .orThrow();
        assertThat(rig.log.takeStory())
                .containsExactly(
                        "append intent",
                        "durable intent",
                        "perform",
                        "return",
                        "append receipt done",
                        "durable receipt done");
    }

    @Test
    void theReceiptRepeatsTheActAndKeepsTheTimes() {
        rig.performing((input, permit) -> {
            rig.clock.advance(7);
            permit.spend(GateRig.effect(permit));
            return Done.of("out")
                    .spending(Cost.tokens(3))
                    .digest(Digest.ofUtf8("out"))
                    .evidence(Json.object().put("bytes", 3).build());
        });
        Act act = GateRig.act(GateRig.WRITE).paidFrom("node", Cost.tokens(5)).input(Digest.ofUtf8("in"));
        Receipt receipt = rig.receipt(GateRig.WRITE, act);
        assertThat(receipt)
                .isEqualTo(new Receipt(
                        new ActId(1, 1),
                        act,
                        "allow all",
                        Ending.DONE,
                        "",
                        Cost.tokens(3),
                        1,
                        Optional.empty(),
                        Optional.of(Digest.ofUtf8("out")),
                        Json.object().put("bytes", 3).build(),
                        TestClock.START_MILLIS,
                        TestClock.START_MILLIS + 7));
        Entry.Intent intent = (Entry.Intent) rig.log.entries().get(1);
        assertThat(intent).isEqualTo(new Entry.Intent(new ActId(1, 1), act, "allow all", TestClock.START_MILLIS));
        assertThat(rig.purses.spent("node")).isEqualTo(Cost.tokens(3));
        assertThat(rig.receipt(GateRig.READ).id()).isEqualTo(new ActId(1, 2));
    }

    /** Fails for a gate that denies everything and for one that allows everything. */
    @Test
    void doesWhatTheVerdictSays() {
        rig.policy(act -> act.target().startsWith("/home")
                ? new Verdict.Deny("deny home", "not there")
                : new Verdict.Allow("allow rest"));
        for (Op<String, String> op : List.of(GateRig.READ, GateRig.WRITE, GateRig.STEP)) {
            Act bad = Act.of(op, "/home/x", GateRig.OPERATOR, Provenance.OPERATOR);
            rig.log.takeStory();
            Receipt receipt = rig.receipt(op, bad.paidFrom("node", Cost.tokens(1)));
            assertThat(receipt.ending()).isEqualTo(Ending.DENIED);
            assertThat(receipt.rule()).isEqualTo("deny home");
            assertThat(receipt.note()).isEqualTo("not there");
            assertThat(receipt.spent()).isEqualTo(Cost.ZERO);
            assertThat(rig.log.takeStory()).containsExactly("append receipt denied");
            assertThatThrownBy(() -> rig.perform(op, bad).orThrow())
                    .isInstanceOf(ActRefused.class)
                    .hasMessage(op.name() + " /home/x: denied, not there (act " + lastId() + ")");
            assertThat(rig.perform(op).orThrow()).isEqualTo("in");
        }
        assertThat(rig.purses.settlements()).isZero();
    }

    private ActId lastId() {
        return ((Receipt) rig.log.last()).id();
    }

    @Test
    void aPurseThatIsEmptyIsADenial() {
        Act dear = GateRig.act(GateRig.WRITE).paidFrom("node", Cost.tokens(1_001));
        Receipt receipt = rig.receipt(GateRig.WRITE, dear);
        assertThat(receipt.ending()).isEqualTo(Ending.DENIED);
        assertThat(receipt.note()).isEqualTo("purse node has not that much left");
        assertThat(rig.log.takeStory()).containsExactly("append receipt denied");
        assertThat(rig.purses.settlements()).isZero();
        assertThat(rig.receipt(GateRig.WRITE, GateRig.act(GateRig.WRITE).paidFrom("node", Cost.tokens(1_000)))
                        .ending())
                .isEqualTo(Ending.DONE);
        assertThat(rig.purses.settlements()).isEqualTo(1);
    }

    @Test
    void chargesTheEstimateOnceThePermitWasSpent() {
        Act act = GateRig.act(GateRig.WRITE).paidFrom("node", Cost.tokens(5));
        rig.performing((input, permit) -> {
            throw new IllegalStateException("before");
        });
        assertThat(rig.receipt(GateRig.WRITE, act).spent()).isEqualTo(Cost.ZERO);
        rig.performing((input, permit) -> {
            permit.spend(GateRig.effect(permit));
            throw new IllegalStateException("after");
        });
        Receipt after = rig.receipt(GateRig.WRITE, act);
        assertThat(after.spent()).isEqualTo(Cost.tokens(5));
        assertThat(after.spends()).isEqualTo(1);
        assertThat(rig.purses.spent("node")).isEqualTo(Cost.tokens(5));
        assertThat(rig.purses.settlements()).isEqualTo(2);
    }

    @Test
    void neverChargesMoreThanTheEstimateAndSaysSo() {
        Cost estimate = new Cost(5, 5, 5, 5);
        rig.purses.limit("all", new Cost(9, 9, 9, 9));
        Act act = GateRig.act(GateRig.WRITE).paidFrom("all", estimate);
        rig.performing((input, permit) -> Done.of("x").spending(new Cost(6, 4, 5, 5)));
        Receipt receipt = rig.receipt(GateRig.WRITE, act);
        assertThat(receipt.ending()).isEqualTo(Ending.DONE);
        assertThat(receipt.spent()).isEqualTo(new Cost(5, 4, 5, 5));
        assertThat(receipt.note()).startsWith("took more than its estimate").contains("tokens=6");
        rig.performing((input, permit) -> Done.of("x").spending(Cost.tokens(1)));
        Receipt free = rig.receipt(GateRig.WRITE);
        assertThat(free.spent()).isEqualTo(Cost.ZERO);
        assertThat(free.note()).contains("tokens=1");
        assertThat(rig.purses.spent("all")).isEqualTo(new Cost(5, 4, 5, 5));
    }

    @Test
    void anOpIsPerformedAsItselfAndOnlyIfSomethingPerformsIt() {
        Op<String, String> other = Op.effect("fs.delete");
        assertThatThrownBy(() -> rig.perform(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing performs fs.delete on this node");
        assertThatThrownBy(() -> rig.perform(GateRig.WRITE, GateRig.act(GateRig.READ)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an act of fs.read cannot be performed as fs.write");
        assertThat(rig.log.takeStory()).isEmpty();
    }

    /** A lease is not bound to its inputs, so a lease of a write would be leave to write anything. */
    @Test
    void onlyAMeteredOpIsLeased() {
        for (Op<String, String> op : List.of(GateRig.READ, GateRig.WRITE)) {
            assertThatThrownBy(() -> rig.perform(op, GateRig.act(op).leased(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(op.name() + " is not metered, so that its permit is spent once");
        }
        assertThat(rig.receipt(GateRig.STEP, GateRig.act(GateRig.STEP).leased(2))
                        .ending())
                .isEqualTo(Ending.DONE);
    }

    @Test
    void aRuleOrReasonThatIsTooLongOrNotUnicodeIsCutToFit() {
        String wild = "\ud800" + "r".repeat(2_000);
        rig.policy(act -> new Verdict.Deny(wild, wild));
        Receipt denied = rig.receipt(GateRig.READ);
        assertThat(denied.rule())
                .hasSize(Entry.RULE_CHARS_MAX)
                .startsWith("?rr")
                .endsWith("r…");
        assertThat(denied.note()).hasSize(Receipt.NOTE_CHARS_MAX);
        rig.policy(act -> new Verdict.Allow(wild));
        assertThat(rig.receipt(GateRig.WRITE).rule()).hasSize(Entry.RULE_CHARS_MAX);
        rig.policy(act -> new Verdict.Ask(wild, wild));
        Approval approval = rig.waiting(rig.perform(GateRig.WRITE));
        assertThat(approval.rule()).hasSize(Entry.RULE_CHARS_MAX);
        assertThat(approval.reason()).hasSize(Entry.REASON_CHARS_MAX);
        rig.gate.answer(approval.id(), true, GateRig.OPERATOR);
        assertThat(rig.receipt(GateRig.WRITE).rule()).hasSize(Entry.RULE_CHARS_MAX);
    }

    @Test
    void keepsAModulesFactDurably() {
        rig.gate.note("goal", "1.1", Json.object().put("state", "open").build());
        assertThat(rig.log.takeStory()).containsExactly("append noted", "durable noted");
        assertThat(rig.log.last())
                .isEqualTo(new Entry.Noted(
                        "goal", "1.1", Json.object().put("state", "open").build(), TestClock.START_MILLIS));
        assertThatThrownBy(() -> rig.gate.note("goal", "\ud800", Scribe.NO_EVIDENCE))
                .hasMessageContaining("unpaired surrogate");
    }
}
