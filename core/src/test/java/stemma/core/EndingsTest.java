package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each of the seven endings by a path that really leads to it. */
@Timeout(60)
class EndingsTest {
    private final GateRig rig = new GateRig();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void everythingIsSettled() {
        rig.close();
    }

    private Act paid(Op<String, String> op) {
        return GateRig.act(op).paidFrom("node", Cost.tokens(2));
    }

    /** A performer that spends its permit, does something, and waits until it is stopped. */
    private GateRig waitingFor(Runnable meanwhile) {
        return rig.performing((input, permit) -> {
            permit.spend(GateRig.effect(permit));
            meanwhile.run();
            never.await();
            return Done.of("never");
        });
    }

    @Test
    void thereAreSevenAndEachIsReached() {
        Set<Ending> reached = EnumSet.noneOf(Ending.class);
        reached.add(rig.receipt(GateRig.WRITE).ending());
        reached.add(rig.policy(act -> new Verdict.Deny("r", "no"))
                .receipt(GateRig.WRITE)
                .ending());
        rig.policy(act -> new Verdict.Allow("r"));
        reached.add(rig.performing((input, permit) -> {
                    throw new IOException("disk");
                })
                .receipt(GateRig.WRITE)
                .ending());
        reached.add(waitingFor(() -> rig.clock.advance(Act.DEADLINE_MILLIS_DEFAULT))
                .receipt(GateRig.WRITE)
                .ending());
        reached.add(waitingFor(() -> rig.gate.cancel(running()))
                .receipt(GateRig.WRITE)
                .ending());
        Approval asked = rig.waiting(rig.asking().perform(GateRig.WRITE));
        rig.clock.advance(Gate.APPROVAL_MILLIS_DEFAULT);
        rig.gate.expireOverdue();
        reached.add(endingOf(asked.id()));
        ActId lost = new ActId(1, 99);
        rig.log.append(EntryCodec.bytes(new Entry.Intent(lost, GateRig.act(GateRig.WRITE), "r", 1)));
        rig.purses.limit("node", Cost.ZERO);
        rig.purses.reserve(lost, "node", Cost.ZERO, 0);
        rig.reopen();
        reached.add(endingOf(lost));
        assertThat(reached).containsExactlyInAnyOrder(Ending.values()).hasSize(7);
    }

    private ActId running() {
        return rig.log.entries().reversed().stream()
                .filter(Entry.Intent.class::isInstance)
                .map(entry -> ((Entry.Intent) entry).id())
                .findFirst()
                .orElseThrow();
    }

    private Ending endingOf(ActId id) {
        return rig.log.entries().stream()
                .filter(entry -> entry instanceof Receipt r && r.id().equals(id))
                .map(entry -> ((Receipt) entry).ending())
                .reduce((a, b) -> {
                    throw new AssertionError("two ends of " + id + ": " + a + ", " + b);
                })
                .orElseThrow();
    }

    @Test
    void stopsAtTheDeadlineAndNotBefore() {
        waitingFor(() -> rig.clock.advance(49));
        rig.performing((input, permit) -> {
            rig.clock.advance(49);
            permit.spend(GateRig.effect(permit));
            return Done.of("in time");
        });
        assertThat(rig.receipt(GateRig.READ, GateRig.act(GateRig.READ).within(50))
                        .ending())
                .isEqualTo(Ending.DONE);
        waitingFor(() -> rig.clock.advance(50));
        Receipt late = rig.receipt(GateRig.READ, paid(GateRig.READ).within(50));
        assertThat(late.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(late.note()).isEqualTo("stopped at its deadline");
        assertThat(late.spent()).isEqualTo(Cost.tokens(2));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** A sink that keeps the deadline itself is quicker than the watchdog, and it is a time-out all the same. */
    @Test
    void anErrorAtTheDeadlineIsATimeOut() {
        rig.performing((input, permit) -> {
            rig.clock.advance(50);
            permit.spend(GateRig.effect(permit));
            return Done.of("too late");
        });
        Receipt late = rig.receipt(GateRig.WRITE, paid(GateRig.WRITE).within(50));
        assertThat(late.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(late.spends()).isZero();
        assertThat(late.spent()).isEqualTo(Cost.ZERO);
    }

    @Test
    void keepsWhatThePerformerSaidOfItsFailure() {
        assertThat(failure(new IOException("disk full"))).isEqualTo("disk full");
        assertThat(failure(new IOException())).isEqualTo("java.io.IOException");
        assertThat(failure(new IOException(""))).startsWith("java.io.IOException");
        assertThat(failure(new IOException("\udc00" + "x".repeat(2_000))))
                .hasSize(Receipt.NOTE_CHARS_MAX)
                .startsWith("?xx")
                .endsWith("x…");
        assertThat(failure(new IOException("\ud83d\ude02".repeat(600))))
                .hasSize(Receipt.NOTE_CHARS_MAX - 1)
                .endsWith("\ude02…");
    }

    private String failure(Exception e) {
        rig.performing((input, permit) -> {
            throw e;
        });
        Receipt receipt = rig.receipt(GateRig.WRITE, paid(GateRig.WRITE));
        assertThat(receipt.ending()).isEqualTo(Ending.FAILED);
        return receipt.note();
    }

    @Test
    void anErrorIsAnEndingToo() {
        rig.performing((input, permit) -> {
            permit.spend(GateRig.effect(permit));
            throw new StackOverflowError("deep");
        });
        Receipt receipt = rig.receipt(GateRig.WRITE, paid(GateRig.WRITE));
        assertThat(receipt.ending()).isEqualTo(Ending.FAILED);
        assertThat(receipt.note()).isEqualTo("java.lang.StackOverflowError: deep");
        assertThat(receipt.spent()).isEqualTo(Cost.tokens(2));
        assertThat(rig.purses.settlements()).isEqualTo(1);
    }

    @Test
    void aPerformerThatReturnsNothingHasFailed() {
        rig.performing((input, permit) -> nothing());
        assertThat(rig.receipt(GateRig.WRITE).ending()).isEqualTo(Ending.FAILED);
        rig.performing((input, permit) -> Done.of(nothing()));
        Receipt receipt = rig.receipt(GateRig.WRITE, paid(GateRig.WRITE));
        assertThat(receipt.ending()).isEqualTo(Ending.FAILED);
        assertThat(receipt.note()).isEqualTo("output");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a careless performer can do
    private static <T> T nothing() {
        return (T) null;
    }

    @Test
    void evidenceThatIsTooLargeIsReplacedAndTheNoteSaysSo() {
        Json.Obj fits = evidence(Receipt.EVIDENCE_BYTES_MAX);
        Json.Obj over = evidence(Receipt.EVIDENCE_BYTES_MAX + 1);
        assertThat(witnessed(fits).evidence()).isEqualTo(fits);
        assertThat(witnessed(fits).note()).isEmpty();
        Receipt receipt = witnessed(over);
        assertThat(receipt.ending()).isEqualTo(Ending.DONE);
        assertThat(receipt.evidence().string("digest"))
                .isEqualTo(Digest.of(over.canonical()).hex());
        assertThat(receipt.evidence().longNumber("sizeBytes")).isEqualTo(Receipt.EVIDENCE_BYTES_MAX + 1);
        assertThat(receipt.note()).startsWith("its evidence was over 16384 bytes");
        Json.Obj deep = deep(Json.DEPTH_MAX);
        assertThat(witnessed(deep(Json.DEPTH_MAX - 1)).note()).isEmpty();
        assertThat(witnessed(deep).evidence().string("digest"))
                .isEqualTo(Digest.of(deep.canonical()).hex());
        assertThat(witnessed(deep(Json.DEPTH_MAX + 1)).evidence().string("unwritable"))
                .contains("64 levels");
    }

    private Receipt witnessed(Json.Obj evidence) {
        rig.performing((input, permit) -> Done.of("x").evidence(evidence));
        return rig.receipt(GateRig.WRITE);
    }

    private static Json.Obj evidence(int bytes) {
        Json.Obj empty = Json.object().put("a", "").build();
        return Json.object()
                .put("a", "x".repeat(bytes - empty.canonical().length))
                .build();
    }

    private static Json.Obj deep(int levels) {
        Json.Obj deep = Json.object().build();
        for (int i = 1; i < levels; i++) {
            deep = Json.object().put("a", deep).build();
        }
        return deep;
    }

    @Test
    void bothRemarksFitInOneNote() {
        rig.performing((input, permit) ->
                Done.of("x").spending(Cost.tokens(3)).evidence(evidence(Receipt.EVIDENCE_BYTES_MAX + 1)));
        assertThat(rig.receipt(GateRig.WRITE, paid(GateRig.WRITE)).note())
                .contains("took more than its estimate")
                .contains("; its evidence was over")
                .endsWith("are kept");
    }

    /** What a performer knows of its failure goes into the receipt and to the caller: spent, evidence, digest. */
    @Test
    void aPerformerCanSayHowItFailed() {
        Json.Obj seen = Json.object().put("status", 500).build();
        Digest body = Digest.of(new byte[] {1});
        Done<String> told =
                Done.of("half").spending(Cost.tokens(1)).evidence(seen).digest(body);
        for (Done<String> end : List.of(told.failed("the host broke off"), told.timedOut("the host stalled"))) {
            rig.performing((input, permit) -> {
                permit.spend(GateRig.effect(permit));
                return end;
            });
            Result<String> result = rig.perform(GateRig.WRITE, paid(GateRig.WRITE));
            assertThat(((Result.Ended<String>) result).output()).contains("half");
            assertThatThrownBy(result::orThrow)
                    .isInstanceOf(ActRefused.class)
                    .hasMessageContaining(end.ending().word() + ", " + end.note());
            Receipt receipt = ((Result.Ended<String>) result).receipt();
            assertThat(receipt.ending()).isEqualTo(end.ending());
            assertThat(receipt.note()).isEqualTo(end.note());
            assertThat(receipt.spent()).isEqualTo(Cost.tokens(1));
            assertThat(receipt.evidence()).isEqualTo(seen);
            assertThat(receipt.output()).contains(body);
        }
        assertThat(told.failed("a").ending()).isEqualTo(Ending.FAILED);
        assertThat(told.timedOut("a").ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(rig.purses.settlements()).isEqualTo(2);
    }

    @Test
    void aFailureKeepsItsWordsThroughEverySetting() {
        Done<String> end = Done.of("x")
                .failed("why")
                .spending(Cost.tokens(3))
                .evidence(evidence(Receipt.EVIDENCE_BYTES_MAX + 1))
                .digest(Digest.of(new byte[] {2}));
        rig.performing((input, permit) -> end);
        Receipt receipt = rig.receipt(GateRig.WRITE, paid(GateRig.WRITE));
        assertThat(receipt.ending()).isEqualTo(Ending.FAILED);
        assertThat(receipt.note())
                .startsWith("why; took more than its estimate")
                .contains("; its evidence was over");
        assertThat(receipt.spent()).isEqualTo(Cost.tokens(2));
    }

    /** The other endings are the gate's, and a failure without a reason helps nobody. */
    @Test
    void aPerformerHasNoOtherEndingsAndNoSilentOnes() {
        for (Ending ending : Ending.values()) {
            boolean may = Set.of(Ending.DONE, Ending.FAILED, Ending.TIMED_OUT).contains(ending);
            if (may) {
                assertThat(ended(ending, ending == Ending.DONE ? "" : "why").ending())
                        .isEqualTo(ending);
            } else {
                assertThatThrownBy(() -> ended(ending, "why"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(ending.word());
            }
            assertThatThrownBy(() -> ended(ending, ending == Ending.DONE ? "why" : ""))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Done<String> ended(Ending ending, String note) {
        return new Done<>("x", Cost.ZERO, Optional.empty(), Json.object().build(), ending, note);
    }

    @Test
    void aCallersOwnInterruptCancelsAndIsGivenBack() {
        waitingFor(() -> Thread.currentThread().interrupt());
        Receipt receipt = rig.receipt(GateRig.WRITE, paid(GateRig.WRITE));
        assertThat(receipt.ending()).isEqualTo(Ending.CANCELLED);
        assertThat(receipt.note()).isEqualTo("stopped on request");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptThatNobodyTookStaysWithTheCaller() {
        Thread.currentThread().interrupt();
        assertThat(rig.receipt(GateRig.WRITE).ending()).isEqualTo(Ending.DONE);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aCancelAsksOnceAndOnlyWhatRuns() {
        assertThat(rig.gate.cancel(new ActId(1, 1))).isFalse();
        List<Boolean> found = new ArrayList<>(); // the gate would take a failed check for the performer's
        waitingFor(() -> {
            found.add(rig.gate.cancel(new ActId(1, 2)));
            found.add(rig.gate.cancel(new ActId(1, 1)));
            found.add(rig.gate.cancel(new ActId(1, 1)));
        });
        assertThat(rig.receipt(GateRig.WRITE).ending()).isEqualTo(Ending.CANCELLED);
        assertThat(found).containsExactly(false, true, false);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(rig.gate.cancel(new ActId(1, 1))).isFalse();
    }

    /** What was done in spite of the cancel is done; its interrupt must not hit what comes next. */
    @Test
    void aPerformerThatFinishesAllTheSameIsDone() {
        rig.performing((input, permit) -> {
            rig.gate.cancel(permit.id());
            return Done.of("finished");
        });
        assertThat(rig.receipt(GateRig.WRITE).ending()).isEqualTo(Ending.DONE);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aPermitIsRefusedOnceItsActHasEnded() {
        AtomicReference<Permit> kept = new AtomicReference<>();
        for (Ending ending : new Ending[] {Ending.DONE, Ending.FAILED}) {
            rig.performing((input, permit) -> {
                kept.set(permit);
                if (ending == Ending.FAILED) {
                    throw new LinkageError("broken");
                }
                return Done.of("x");
            });
            assertThat(rig.receipt(GateRig.WRITE).ending()).isEqualTo(ending);
            Permit permit = kept.get();
            assertThatThrownBy(() -> permit.spend(GateRig.effect(permit)))
                    .isInstanceOf(PermitRefused.class)
                    .hasMessageContaining("is not live");
        }
    }

    @Test
    void theFailureOfAnActInsideIsTheOuterPerformersToJudge() {
        rig.performing((input, permit) -> {
            if (permit.act().op().equals("fs.write")) {
                Receipt inner = rig.receipt(GateRig.READ);
                return Done.of(inner.ending().word());
            }
            throw new IOException("inner");
        });
        assertThat(rig.perform(GateRig.WRITE).orThrow()).isEqualTo("failed");
        assertThat(Collections.frequency(rig.log.takeStory(), "append receipt failed"))
                .isEqualTo(1);
    }
}
