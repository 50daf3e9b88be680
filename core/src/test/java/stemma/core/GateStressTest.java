package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many callers, performers that do everything wrong, and somebody who cancels, halts, answers and
 * lets time pass. Afterwards the log alone must tell a history in which nothing is missing, double
 * or out of order, and must agree with the purse and with what really happened.
 */
@Timeout(120)
class GateStressTest {
    private static final int CALLERS = 64;
    private static final int ACTS_EACH = Boolean.getBoolean("stemma.deep") ? 500 : 60;
    private static final Cost LIMIT = Cost.tokens(9_000);

    private final GateRig rig = new GateRig();
    private final Set<Permit> kept = ConcurrentHashMap.newKeySet();
    /** Acts whose permit was spent in the world, each with the size of the log just then. */
    private final Map<ActId, Integer> happened = new ConcurrentHashMap<>();

    @Test
    void theLogTellsWhatHappened() throws Exception {
        rig.purses.limit("node", LIMIT);
        rig.policy(this::judge).performing(this::perform);
        AtomicBoolean over = new AtomicBoolean();
        Thread meddler = Thread.ofPlatform().start(() -> meddle(over));
        List<Integer> leaked = Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int seed = i;
            callers.add(Thread.ofVirtual().start(() -> {
                call(new Random(seed));
                if (Thread.currentThread().isInterrupted()) {
                    leaked.add(seed);
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        over.set(true);
        meddler.join();
        rig.clock.advance(2 * Gate.APPROVAL_MILLIS_DEFAULT);
        rig.gate.expireOverdue();
        assertThat(leaked).isEmpty();
        assertThat(kept).isNotEmpty().allMatch(GateStressTest::isDead);
        check(rig.log.entries());
        rig.close();
    }

    private Verdict judge(Act act) {
        return switch (act.target().charAt(0)) {
            case 'd' -> new Verdict.Deny("deny d", "no");
            case 'a' -> new Verdict.Ask("ask a", "why");
            default -> new Verdict.Allow("allow rest");
        };
    }

    private void call(Random random) {
        List<Op<String, String>> ops = List.of(GateRig.READ, GateRig.WRITE, GateRig.STEP);
        for (int i = 0; i < ACTS_EACH; i++) {
            while (!rig.gate.halted().isEmpty()) {
                LockSupport.parkNanos(100_000); // a spinning virtual thread would keep the halt from its lock
            }
            Op<String, String> op = ops.get(random.nextInt(3));
            String target = "abcde".charAt(random.nextInt(5)) + "/" + random.nextInt(8);
            Act act = Act.of(op, target, GateRig.OPERATOR, Provenance.OPERATOR)
                    .paidFrom("node", Cost.tokens(random.nextInt(4)))
                    .within(1 + random.nextInt(40));
            rig.gate.perform(op, op.equals(GateRig.STEP) ? act.leased(3) : act, "" + random.nextInt(10));
        }
    }

    private Done<String> perform(String input, Permit permit) throws Exception {
        kept.add(permit);
        int how = Integer.parseInt(input);
        if (how > 0) {
            permit.spend(GateRig.effect(permit));
            happened.put(permit.id(), rig.log.size());
        }
        return switch (how) {
            case 1 -> throw new IOException("disk");
            case 2 -> throw new StackOverflowError();
            case 3 -> {
                new CountDownLatch(1).await();
                yield Done.of("never");
            }
            case 4 -> {
                rig.gate.cancel(permit.id());
                yield Done.of("cancelled too late").spending(permit.act().estimate());
            }
            case 5 -> Done.of("greedy").spending(Cost.tokens(1_000_000));
            case 6 -> {
                Act inner = Act.of(GateRig.READ, "c/inner", GateRig.OPERATOR, Provenance.NODE);
                rig.gate.perform(GateRig.READ, inner.within(30), "3");
                yield Done.of("outer");
            }
            default -> Done.of("well").spending(permit.act().estimate().less(Cost.tokens(1)));
        };
    }

    private void meddle(AtomicBoolean over) {
        Random random = new Random(99);
        while (!over.get()) {
            rig.clock.advance(random.nextInt(5));
            switch (random.nextInt(40)) {
                case 0 -> {
                    rig.gate.halt(GateRig.OPERATOR, "stress");
                    rig.gate.release(GateRig.OPERATOR, "");
                }
                case 1 -> rig.clock.advance(Gate.APPROVAL_MILLIS_DEFAULT / 4);
                case 2 -> rig.gate.expireOverdue();
                case 3, 4, 5, 6 ->
                    rig.gate
                            .approvals()
                            .forEach(approval ->
                                    rig.gate.answer(approval.id(), random.nextInt(3) > 0, GateRig.OPERATOR));
                default -> rig.gate.cancel(new ActId(1, 1 + random.nextInt(CALLERS * ACTS_EACH)));
            }
            Thread.onSpinWait();
        }
    }

    private static boolean isDead(Permit permit) {
        try {
            permit.spend(GateRig.effect(permit));
            return false;
        } catch (PermitRefused e) {
            return String.valueOf(e.getMessage()).contains("is not live");
        }
    }

    private void check(List<Entry> log) {
        Map<ActId, Integer> intents = new HashMap<>();
        Map<ActId, Receipt> ends = new HashMap<>();
        Map<ActId, Boolean> answers = new HashMap<>();
        Set<ActId> asked = new HashSet<>();
        for (int i = 0; i < log.size(); i++) {
            switch (log.get(i)) {
                case Entry.Intent e -> assertThat(intents.put(e.id(), i)).isNull();
                case Entry.Asked e -> assertThat(asked.add(e.id())).isTrue();
                case Entry.Answered e -> {
                    assertThat(asked).contains(e.id());
                    assertThat(answers.put(e.id(), e.approved())).isNull();
                    assertThat(ends).doesNotContainKey(e.id());
                }
                case Receipt e ->
                    assertThat(ends.put(e.id(), e))
                            .as("second end of %s", e.id())
                            .isNull();
                case Entry.Booted _, Entry.Switched _, Entry.Noted _ -> {}
            }
        }
        assertThat(ends.keySet()).containsAll(intents.keySet()).containsAll(asked);
        assertThat(ends.values())
                .map(Receipt::ending)
                .contains(
                        Ending.DONE, Ending.DENIED, Ending.EXPIRED, Ending.FAILED, Ending.TIMED_OUT, Ending.CANCELLED);
        checkEnds(intents, ends, answers, asked);
        checkMoney(ends);
    }

    private void checkEnds(
            Map<ActId, Integer> intents, Map<ActId, Receipt> ends, Map<ActId, Boolean> answers, Set<ActId> asked) {
        for (Receipt end : ends.values()) {
            ActId id = end.id();
            boolean costs = !end.act().estimate().equals(Cost.ZERO);
            boolean durable = costs || !end.act().op().equals("fs.read") || asked.contains(id);
            boolean refused = end.ending() == Ending.DENIED || end.ending() == Ending.EXPIRED;
            assertThat(intents.containsKey(id)).as("intent of %s", end).isEqualTo(durable && !refused);
            assertThat(end.spends() > 0).as("spends of %s", end).isEqualTo(happened.containsKey(id));
            if (happened.containsKey(id)) {
                assertThat(refused).isFalse();
                assertThat(end.act().target()).doesNotStartWith("d");
                assertThat(intents.getOrDefault(id, 0)).isLessThan(happened.getOrDefault(id, 0));
            }
            if (end.act().target().startsWith("a") && !refused) {
                assertThat(answers.get(id)).as("answer of %s", end).isEqualTo(true);
            }
        }
    }

    private void checkMoney(Map<ActId, Receipt> ends) {
        Cost sum = Cost.ZERO;
        for (Receipt end : ends.values()) {
            assertThat(end.spent().within(end.act().estimate())).isTrue();
            sum = sum.plus(end.spent());
        }
        assertThat(sum).isEqualTo(rig.purses.spent("node"));
        assertThat(sum.within(LIMIT)).isTrue();
        rig.purses.assertSettled();
    }
}
