package stemma.core;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The only way an intended effect becomes a real one.
 *
 * <p>Every act passes the same stations in the same order, and whichever station refuses it writes
 * the receipt that says so:
 *
 * <pre>
 *   kill switch -> policy -> purse -> [intent] -> performer -> receipt -> purse
 *                    |                    |            |           |
 *                   ask: approval         durable      deadline    durable
 * </pre>
 *
 * <ul>
 *   <li>A read ({@link Durability#OBSERVE}) has no intent entry, and its receipt is durable with the
 *       next group commit: a crash may lose it, because it changed nothing.
 *   <li>Anything else has its intent on disk before its performer starts and its receipt on disk
 *       before its caller hears of it. After a crash an intent without a receipt is closed as
 *       {@link Ending#UNKNOWN} when the gate opens, and never retried unseen.
 *   <li>A verdict of ask puts a durable {@link Approval} on the desk and returns at once. The same act,
 *       performed again after a yes, consumes it; an act that differs in anything is a new question.
 * </ul>
 *
 * <p>Thread-safe. Performers run on the caller's thread under a {@link Watchdog}.
 */
public final class Gate implements AutoCloseable {
    /** How long a question stays open when nobody answers it. */
    public static final long APPROVAL_MILLIS_DEFAULT = 60 * 60 * 1000L;

    private static final String BY_SWITCH = "kill switch";

    private final Policy policy;
    private final Purses purses;
    private final Clock clock;
    private final Scribe scribe;
    private final Performers performers;
    private final ApprovalDesk desk;
    private final Permits permits;
    private final Watchdog watchdog;
    private final int boot;
    private final AtomicLong sequence = new AtomicLong();

    private volatile String halted;

    private Gate(Ports ports, Performers performers, Recovered recovered) {
        this.policy = ports.policy();
        this.purses = ports.purses();
        this.clock = ports.clock();
        this.scribe = new Scribe(ports.log());
        this.performers = performers;
        this.desk = new ApprovalDesk();
        this.permits = new Permits(clock);
        this.watchdog = new Watchdog(clock);
        this.boot = recovered.boot() + 1;
        this.halted = recovered.halted();
    }

    /** What the gate needs from the mechanisms below and beside it. */
    public record Ports(Policy policy, Purses purses, Log log, Clock clock) {
        public Ports {
            Objects.requireNonNull(policy, "policy");
            Objects.requireNonNull(purses, "purses");
            Objects.requireNonNull(log, "log");
            Objects.requireNonNull(clock, "clock");
        }
    }

    /**
     * Opens the gate over a log that was closed, or crashed, in the recovered state: records the new
     * boot and closes every intent left open as unknown, durably, before any act can pass.
     */
    public static Gate open(Ports ports, Performers performers, Recovered recovered, String version) {
        Gate gate = new Gate(ports, performers, recovered);
        gate.scribe.durably(new Entry.Booted(gate.boot, version, gate.clock.millis()));
        for (Entry.Intent intent : recovered.intents()) {
            gate.closeUnknown(intent);
        }
        recovered.approvals().forEach(gate.desk::put);
        return gate;
    }

    private void closeUnknown(Entry.Intent intent) {
        String note = "the node ended between intent and receipt; look before you repeat it";
        purses.settle(intent.id(), intent.act().estimate());
        scribe.durably(new Receipt(
                intent.id(), intent.act(), intent.rule(), Ending.UNKNOWN, note, intent.act().estimate(), 0,
                Optional.empty(), Optional.empty(), Scribe.NO_EVIDENCE, intent.atMillis(), clock.millis()));
    }

    /**
     * Takes one act through all stations on the caller's thread.
     *
     * @throws LogFailed when the log cannot record it; if that happens after the effect, the act is
     *     shown as unknown at the next opening
     * @throws IllegalStateException when nothing performs this op
     */
    public <I, O> Result<O> perform(Op<I, O> op, Act act, I input) {
        Performer<I, O> performer = performers.of(op);
        Passage passage = new Passage(new ActId(boot, sequence.incrementAndGet()), act, clock.millis());
        if (!op.name().equals(act.op())) {
            throw new IllegalArgumentException("an act of " + act.op() + " cannot be performed as " + op.name());
        }
        if (!halted.isEmpty()) {
            return refused(passage, BY_SWITCH, Ending.DENIED, "the kill switch is on: " + halted);
        }
        return switch (policy.judge(act)) {
            case Verdict.Allow(String rule) -> allowed(op, performer, passage, rule, input);
            case Verdict.Deny(String rule, String reason) -> refused(passage, rule, Ending.DENIED, reason);
            case Verdict.Ask ask -> asked(op, performer, passage, ask, input);
        };
    }

    /**
     * Performs an act whose approval the caller holds. Unlike {@link #perform}, an act that is not
     * exactly the approved one is refused as drift instead of asked anew.
     */
    public <I, O> Result<O> resume(Op<I, O> op, ActId approval, Act act, I input) {
        Optional<Approval> held = desk.find(approval);
        if (held.isPresent() && !held.get().binding().equals(act.digest())) {
            Passage passage = new Passage(new ActId(boot, sequence.incrementAndGet()), act, clock.millis());
            String note = "this is not the act that approval " + approval + " is bound to";
            return refused(passage, held.get().rule(), Ending.DENIED, note);
        }
        return perform(op, act, input);
    }

    private <I, O> Result<O> asked(
            Op<I, O> op, Performer<I, O> performer, Passage passage, Verdict.Ask ask, I input) {
        Optional<Approval> bound = desk.empty() ? Optional.empty() : desk.bound(passage.act().digest());
        if (bound.isEmpty()) {
            return question(passage, ask);
        }
        Approval approval = bound.get();
        if (approval.expired(clock.millis())) {
            expire(approval);
            return question(passage, ask);
        }
        if (approval.state() == Approval.State.PENDING) {
            return new Result.Waiting<>(approval);
        }
        if (!desk.take(approval.id(), Approval.State.APPROVED)) {
            return question(passage, ask);
        }
        Passage approved = new Passage(approval.id(), passage.act(), passage.startedMillis());
        return allowed(op, performer, approved, approval.rule() + ", approved", input);
    }

    private <O> Result<O> question(Passage passage, Verdict.Ask ask) {
        if (desk.full()) {
            String note = "more than " + ApprovalDesk.OPEN_MAX + " questions are open; answer some first";
            return refused(passage, ask.rule(), Ending.DENIED, note);
        }
        long now = clock.millis();
        Entry.Asked entry = new Entry.Asked(
                passage.id(), passage.act(), ask.rule(), ask.reason(), now + APPROVAL_MILLIS_DEFAULT, now);
        scribe.durably(entry);
        return new Result.Waiting<>(desk.put(Approval.pending(entry)));
    }

    private <I, O> Result<O> allowed(
            Op<I, O> op, Performer<I, O> performer, Passage passage, String rule, I input) {
        Act act = passage.act();
        boolean costs = !act.estimate().equals(Cost.ZERO);
        if (costs) {
            Optional<String> refusal = purses.reserve(passage.id(), act.purse(), act.estimate());
            if (refusal.isPresent()) {
                return refused(passage, rule, Ending.DENIED, refusal.get());
            }
        }
        boolean durable = op.durability() != Durability.OBSERVE;
        if (durable) {
            intend(passage, rule, costs);
        }
        Attempt<O> attempt = attempt(performer, passage, input);
        Receipt receipt = attempt.receipt(passage, rule, clock.millis());
        if (costs) {
            purses.settle(passage.id(), receipt.spent());
        }
        scribe.write(receipt, durable);
        return new Result.Ended<>(receipt, attempt.output());
    }

    private void intend(Passage passage, String rule, boolean costs) {
        try {
            scribe.durably(new Entry.Intent(passage.id(), passage.act(), rule, clock.millis()));
        } catch (LogFailed e) {
            if (costs) {
                purses.settle(passage.id(), Cost.ZERO);
            }
            throw e;
        }
    }

    private <I, O> Attempt<O> attempt(Performer<I, O> performer, Passage passage, I input) {
        Permit permit = permits.issue(passage.id(), passage.act());
        Watchdog.Watch watch = watchdog.watch(passage.id(), permit.deadlineNanos());
        try {
            if (!halted.isEmpty()) {
                return Attempt.stopped(permit, Watchdog.Stop.CANCELLED);
            }
            Done<O> done = performer.perform(input, permit);
            watch.end();
            return Attempt.done(permit, done);
        } catch (InterruptedException e) {
            Watchdog.Stop stop = watch.end();
            if (stop == Watchdog.Stop.NONE) {
                Thread.currentThread().interrupt();
            }
            return Attempt.stopped(permit, stop);
        } catch (Exception e) {
            Watchdog.Stop stop = watch.end();
            return stop == Watchdog.Stop.NONE ? Attempt.failed(permit, e) : Attempt.stopped(permit, stop);
        } finally {
            watch.close();
            permits.withdraw(permit);
        }
    }

    private <O> Result<O> refused(Passage passage, String rule, Ending ending, String note) {
        Receipt receipt = new Receipt(
                passage.id(), passage.act(), rule, ending, Scribe.cut(note), Cost.ZERO, 0, Optional.empty(),
                Optional.empty(), Scribe.NO_EVIDENCE, passage.startedMillis(), clock.millis());
        scribe.write(receipt, false);
        return new Result.Ended<>(receipt, Optional.empty());
    }

    /** The open questions, oldest first; expired ones are closed first. */
    public List<Approval> approvals() {
        expireOverdue();
        return desk.all();
    }

    /**
     * Records a person's answer. The act itself is performed by whoever waits for it.
     *
     * @return the approval in its new state, or empty when no such question is open
     */
    public Optional<Approval> answer(ActId id, boolean approve, Actor by) {
        if (by.kind() != Actor.Kind.OPERATOR) {
            throw new IllegalArgumentException("only an operator answers an approval, not " + by);
        }
        expireOverdue();
        Optional<Approval> found = desk.find(id);
        if (found.isEmpty() || !desk.take(id, Approval.State.PENDING)) {
            return Optional.empty();
        }
        Approval asked = found.get();
        scribe.durably(new Entry.Answered(id, approve, by, clock.millis()));
        if (approve) {
            return Optional.of(desk.put(asked.in(Approval.State.APPROVED)));
        }
        closed(asked, Ending.DENIED, "denied by " + by);
        return Optional.of(asked.in(Approval.State.DENIED));
    }

    /** Closes every question whose time has passed. Called by whoever keeps time; cheap when none is open. */
    public void expireOverdue() {
        if (!desk.empty()) {
            desk.expired(clock.millis()).forEach(this::expire);
        }
    }

    private void expire(Approval approval) {
        if (desk.take(approval.id(), approval.state())) {
            closed(approval, Ending.EXPIRED, "nobody answered in time, or the answer was not used in time");
        }
    }

    private void closed(Approval approval, Ending ending, String note) {
        scribe.durably(new Receipt(
                approval.id(), approval.act(), approval.rule(), ending, note, Cost.ZERO, 0, Optional.empty(),
                Optional.empty(), Scribe.NO_EVIDENCE, approval.askedMillis(), clock.millis()));
    }

    /** Throws the kill switch: no act starts, running ones are interrupted; survives a restart. */
    public void halt(Actor by, String reason) {
        halted = reason.isEmpty() ? "no reason given" : reason;
        watchdog.cancelAll();
        scribe.durably(new Entry.Switched(true, by, halted, clock.millis()));
    }

    /** Releases the kill switch. */
    public void release(Actor by, String reason) {
        scribe.durably(new Entry.Switched(false, by, reason, clock.millis()));
        halted = "";
    }

    /** Why the node is halted; empty while acts are allowed. */
    public String halted() {
        return halted;
    }

    /** Interrupts one running act; false when it does not run. */
    public boolean cancel(ActId id) {
        return watchdog.cancel(id);
    }

    /** Keeps a module's fact in the log; durable when this returns. */
    public void note(String topic, String subject, Json.Obj body) {
        scribe.durably(new Entry.Noted(topic, subject, body, clock.millis()));
    }

    /** Number of this opening of the home. */
    public int boot() {
        return boot;
    }

    /** Interrupts what runs and stops keeping time. The log stays open for its owner to close. */
    @Override
    public void close() {
        watchdog.cancelAll();
        watchdog.close();
    }
}
