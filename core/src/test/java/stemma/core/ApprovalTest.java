package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions to a person: asked once, answered once, used once, and never by another act. */
@Timeout(60)
class ApprovalTest {
    private static final Act ACT = GateRig.act(GateRig.WRITE).input(Digest.ofUtf8("x"));

    private final GateRig rig = new GateRig().asking();

    @AfterEach
    void everythingIsSettled() {
        rig.close();
    }

    private Approval ask(Act act) {
        return rig.waiting(rig.perform(GateRig.WRITE, act));
    }

    private Approval approved(Act act) {
        return rig.gate.answer(ask(act).id(), true, GateRig.OPERATOR).orElseThrow();
    }

    @Test
    void aQuestionIsDurableBeforeItIsShownAndAskedOnce() {
        Approval approval = ask(ACT);
        assertThat(rig.log.takeStory()).containsExactly("append asked", "durable asked");
        assertThat(approval)
                .isEqualTo(new Approval(
                        new ActId(1, 1),
                        ACT,
                        ACT.digest(),
                        "ask all",
                        "why not",
                        Quorum.NONE,
                        TestClock.START_MILLIS,
                        TestClock.START_MILLIS + Gate.APPROVAL_MILLIS_DEFAULT,
                        Approval.State.PENDING,
                        List.of()));
        assertThat(ask(ACT)).isEqualTo(approval);
        assertThat(rig.gate.approvals()).containsExactly(approval);
        assertThat(rig.log.takeStory()).isEmpty();
        assertThatThrownBy(() -> rig.perform(GateRig.WRITE, ACT).orThrow())
                .isInstanceOf(ActWaiting.class)
                .hasMessage("fs.write /tmp/x waits for approval 1.1")
                .satisfies(e -> assertThat(((ActWaiting) e).approval()).isEqualTo(approval));
    }

    @Test
    void aYesLetsTheActThroughOnceUnderTheApprovalsId() {
        Approval yes = approved(ACT);
        assertThat(yes.state()).isEqualTo(Approval.State.APPROVED);
        assertThat(rig.log.takeStory())
                .containsExactly("append asked", "durable asked", "append answered", "durable answered");
        Receipt receipt = rig.receipt(GateRig.WRITE, ACT);
        assertThat(receipt.ending()).isEqualTo(Ending.DONE);
        assertThat(receipt.id()).isEqualTo(yes.id());
        assertThat(receipt.rule()).isEqualTo("ask all, approved");
        assertThat(rig.gate.approvals()).isEmpty();
        assertThat(ask(ACT).id()).isNotEqualTo(yes.id());
    }

    /** A read leaves no intent, but one that a person approved must not be repeated after a crash. */
    @Test
    void anApprovedReadIsRecordedLikeAChange() {
        Approval asked = rig.waiting(rig.perform(GateRig.READ));
        rig.gate.answer(asked.id(), true, GateRig.OPERATOR);
        rig.log.takeStory();
        rig.perform(GateRig.READ);
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
    void aNoEndsTheActAtOnce() {
        Approval asked = ask(ACT);
        rig.log.takeStory();
        assertThat(rig.gate.answer(asked.id(), false, GateRig.OPERATOR)).contains(asked.in(Approval.State.DENIED));
        assertThat(rig.log.takeStory())
                .containsExactly("append answered", "append receipt denied", "durable receipt denied");
        Receipt receipt = (Receipt) rig.log.last();
        assertThat(receipt.id()).isEqualTo(asked.id());
        assertThat(receipt.note()).isEqualTo("denied by operator:cli");
        assertThat(rig.gate.approvals()).isEmpty();
    }

    @Test
    void isAnsweredOnceAndByAnOperatorOnly() {
        Approval asked = ask(ACT);
        for (Actor other : List.of(Actor.node("x"), Actor.goal(new ActId(1, 1)), Actor.run(new ActId(1, 1)))) {
            assertThatThrownBy(() -> rig.gate.answer(asked.id(), true, other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("only an operator answers an approval, not " + other);
        }
        assertThat(rig.gate.answer(new ActId(9, 9), true, GateRig.OPERATOR)).isEmpty();
        assertThat(rig.gate.answer(asked.id(), true, GateRig.OPERATOR)).isPresent();
        assertThat(rig.gate.answer(asked.id(), true, GateRig.OPERATOR)).isEmpty();
        assertThat(rig.gate.answer(asked.id(), false, GateRig.OPERATOR)).isEmpty();
    }

    @Test
    void anActThatDiffersInAnythingIsANewQuestion() {
        approved(ACT);
        List<UnaryOperator<Act>> changes = List.of(
                act -> act.input(Digest.ofUtf8("y")),
                act -> act.within(1),
                act -> act.paidFrom("node", Cost.tokens(1)),
                act -> act.paidFrom("other", Cost.ZERO),
                act -> Act.of(GateRig.WRITE, "/tmp/y", GateRig.OPERATOR, Provenance.OPERATOR)
                        .input(act.inputDigest()),
                act -> Act.of(GateRig.WRITE, "/tmp/x", Actor.node("b"), Provenance.OPERATOR)
                        .input(act.inputDigest()),
                act -> Act.of(GateRig.WRITE, "/tmp/x", GateRig.OPERATOR, Provenance.NODE)
                        .input(act.inputDigest()));
        for (UnaryOperator<Act> change : changes) {
            assertThat(ask(change.apply(ACT)).state()).isEqualTo(Approval.State.PENDING);
        }
        assertThat(rig.receipt(GateRig.WRITE, ACT).ending()).isEqualTo(Ending.DONE);
    }

    @Test
    void resumingTheApprovedActWorksAndAnythingElseIsDrift() {
        Approval yes = approved(ACT);
        Act drifted = ACT.input(Digest.ofUtf8("y"));
        Receipt refused = rig.ended(rig.gate.resume(GateRig.WRITE, yes.id(), drifted, "in"));
        assertThat(refused.ending()).isEqualTo(Ending.DENIED);
        assertThat(refused.id()).isNotEqualTo(yes.id());
        assertThat(refused.act()).isEqualTo(drifted);
        assertThat(refused.note()).isEqualTo("this is not the act that approval 1.1 is bound to");
        Receipt done = rig.ended(rig.gate.resume(GateRig.WRITE, yes.id(), ACT, "in"));
        assertThat(done.ending()).isEqualTo(Ending.DONE);
        assertThat(done.id()).isEqualTo(yes.id());
        assertThat(rig.waiting(rig.gate.resume(GateRig.WRITE, yes.id(), ACT, "in"))
                        .id())
                .isNotEqualTo(yes.id());
    }

    /** A goal comes back for what it asked; a person may want two things of one target. */
    @Test
    void aGoalThatComesBackWithSomethingElseIsDeniedAndItsApprovalIsVoid() {
        Actor goal = Actor.goal(new ActId(7, 7));
        Act act = Act.of(GateRig.WRITE, "/tmp/x", goal, Provenance.NODE).input(Digest.ofUtf8("x"));
        List<UnaryOperator<Act>> changes = List.of(
                other -> other.input(Digest.ofUtf8("y")),
                other -> other.within(1),
                other -> other.paidFrom("p", Cost.ZERO));
        for (UnaryOperator<Act> change : changes) {
            Approval yes = approved(act);
            Receipt refused = rig.receipt(GateRig.WRITE, change.apply(act));
            assertThat(refused.ending()).isEqualTo(Ending.DENIED);
            assertThat(refused.note()).isEqualTo("this is not the act that approval " + yes.id() + " is bound to");
            assertThat(rig.gate.approvals()).isEmpty();
            assertThat(rig.log.entries())
                    .filteredOn(entry -> entry instanceof Receipt r && r.id().equals(yes.id()))
                    .singleElement()
                    .satisfies(entry -> assertThat(((Receipt) entry).note())
                            .isEqualTo("what was approved had changed when it was to be done"));
            assertThat(ask(act).id()).isNotEqualTo(yes.id());
            rig.gate.answer(rig.gate.approvals().getFirst().id(), false, GateRig.OPERATOR);
        }
        approved(act);
        Act elsewhere = Act.of(GateRig.WRITE, "/tmp/y", goal, Provenance.NODE);
        assertThat(ask(elsewhere).state()).isEqualTo(Approval.State.PENDING);
        assertThat(rig.receipt(GateRig.WRITE, act).ending()).isEqualTo(Ending.DONE);
    }

    @Test
    void silenceIsANoAndSoIsAnAnswerThatNobodyUsed() {
        Approval silent = ask(ACT);
        Approval unused = approved(ACT.within(5));
        rig.clock.advance(Gate.APPROVAL_MILLIS_DEFAULT - 1);
        rig.gate.expireOverdue();
        assertThat(rig.gate.approvals()).hasSize(2);
        rig.log.takeStory();
        rig.clock.advance(1);
        rig.gate.expireOverdue();
        assertThat(rig.log.takeStory())
                .containsExactly("append receipt expired", "append receipt expired", "durable receipt expired");
        Receipt last = (Receipt) rig.log.last();
        assertThat(last.startedMillis()).isEqualTo(TestClock.START_MILLIS);
        assertThat(last.note()).contains("nobody answered in time");
        assertThat(rig.gate.approvals()).isEmpty();
        rig.gate.expireOverdue();
        assertThat(rig.log.takeStory()).isEmpty();
        assertThat(rig.gate.answer(silent.id(), true, GateRig.OPERATOR)).isEmpty();
        assertThat(ask(ACT.within(5)).id()).isNotEqualTo(unused.id());
    }

    /** Nobody has to keep time for the deadline to hold. */
    @Test
    void everyMoveLooksAtTheTimeItself() {
        Approval first = ask(ACT);
        rig.clock.advance(Gate.APPROVAL_MILLIS_DEFAULT);
        assertThat(rig.gate.answer(first.id(), true, GateRig.OPERATOR)).isEmpty();
        Approval second = approved(ACT);
        rig.clock.advance(Gate.APPROVAL_MILLIS_DEFAULT);
        assertThat(ask(ACT).id()).isNotEqualTo(second.id());
        rig.clock.advance(Gate.APPROVAL_MILLIS_DEFAULT);
        assertThat(rig.gate.approvals()).isEmpty();
    }

    @Test
    void boundsTheOpenQuestions() {
        for (int i = 1; i <= ApprovalDesk.OPEN_MAX; i++) {
            ask(ACT.within(i));
        }
        Receipt refused = rig.receipt(GateRig.WRITE, ACT.within(99_999));
        assertThat(refused.ending()).isEqualTo(Ending.DENIED);
        assertThat(refused.rule()).isEqualTo("ask all");
        assertThat(refused.note()).isEqualTo("256 questions are open; answer some first");
        assertThat(ask(ACT.within(1)).state()).isEqualTo(Approval.State.PENDING);
        List<Approval> all = rig.gate.approvals();
        assertThat(all).hasSize(ApprovalDesk.OPEN_MAX).isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()));
        rig.gate.answer(all.getFirst().id(), false, GateRig.OPERATOR);
        assertThat(ask(ACT.within(99_999)).state()).isEqualTo(Approval.State.PENDING);
    }

    @Test
    void theOpenOnesSurviveAReopening() {
        Approval pending = ask(ACT);
        Approval yes = approved(ACT.within(5));
        Approval no = ask(ACT.within(6));
        rig.gate.answer(no.id(), false, GateRig.OPERATOR);
        Approval used = approved(ACT.within(7));
        rig.receipt(GateRig.WRITE, used.act());
        rig.reopen();
        assertThat(rig.gate.approvals()).containsExactly(pending, yes);
        assertThat(rig.receipt(GateRig.WRITE, yes.act()).id()).isEqualTo(yes.id());
        assertThat(rig.gate.answer(pending.id(), true, GateRig.OPERATOR)).isPresent();
    }

    /** The node ended between the answer and the receipt: the act still gets its one end. */
    @Test
    void aNoWithoutItsReceiptGetsItAtTheNextOpening() {
        Approval no = ask(ACT);
        rig.log.append(EntryCodec.bytes(new Entry.Answered(no.id(), false, GateRig.OPERATOR, 1)));
        rig.reopen();
        Receipt receipt = (Receipt) rig.log.last();
        assertThat(receipt.id()).isEqualTo(no.id());
        assertThat(receipt.ending()).isEqualTo(Ending.DENIED);
        assertThat(rig.gate.approvals()).isEmpty();
        rig.reopen();
        assertThat(rig.log.last()).isInstanceOf(Entry.Booted.class);
    }

    @Test
    void aLogThatFailsLeavesTheQuestionAsItWas() {
        Approval asked = ask(ACT);
        rig.log.failAppendAt(rig.log.size());
        assertThatThrownBy(() -> rig.gate.answer(asked.id(), true, GateRig.OPERATOR))
                .isInstanceOf(LogFailed.class);
        assertThatThrownBy(() -> ask(ACT.within(5))).isInstanceOf(LogFailed.class);
        rig.log.failAppendAt(MemoryLog.NEVER);
        assertThat(rig.gate.approvals()).containsExactly(asked);
    }

    /** Of many that hold one approval, one goes through; the others share one new question. */
    @Test
    void oneApprovalServesOneCaller() throws Exception {
        for (int round = 0; round < 50; round++) {
            Act act = ACT.within(round + 1);
            Approval yes = approved(act);
            AtomicInteger done = new AtomicInteger();
            List<Approval> asked = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                callers.add(Thread.ofVirtual().start(() -> {
                    if (awaited(go) && rig.perform(GateRig.WRITE, act) instanceof Result.Waiting<String>(Approval a)) {
                        asked.add(a);
                    } else {
                        done.incrementAndGet();
                    }
                }));
            }
            go.countDown();
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(done).hasValue(1);
            assertThat(asked).hasSize(7).allMatch(asked.getFirst()::equals).doesNotContain(yes);
        }
        assertThat(rig.gate.approvals()).hasSize(50);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anApprovalIsWholeAndItsStatesHaveWords() {
        Approval asked = ask(ACT);
        assertThat(asked.expired(asked.expiresMillis() - 1)).isFalse();
        assertThat(asked.expired(asked.expiresMillis())).isTrue();
        assertThatThrownBy(() -> new Approval(
                        asked.id(), ACT, ACT.digest(), "r", "", Quorum.NONE, 5, 5, Approval.State.PENDING, List.of()))
                .hasMessage("an approval expires after it was asked");
        assertThat(Approval.State.PENDING.word()).isEqualTo("pending");
        assertThat(Optional.of(Approval.State.USED.word())).contains("used");
    }
}
