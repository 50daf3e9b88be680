package stemma.core;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
 *   <li>A read ({@link Durability#OBSERVE}) that costs nothing has no intent entry, and its receipt is
 *       durable with the next group commit: a crash may lose it, because it changed nothing.
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

    /** How long {@link #close} waits for interrupted acts to write their receipts. */
    public static final int CLOSE_MILLIS_MAX = 2_000;

    private static final long TICK_NANOS = 1_000_000;
    private static final String DRIFT = "this is not the act that approval %s is bound to";
    private static final String BY_SWITCH = "kill switch";

    private final Policy policy;
    private final Purses purses;
    private final Clock clock;
    private final Threads threads;
    private final Scribe scribe;
    private final Performers performers;
    private final ApprovalDesk desk;
    private final Watchdog watchdog;
    private final KillSwitch killSwitch;
    private final Attempts attempts;
    private final int boot;
    private final AtomicLong sequence = new AtomicLong();

    private final AtomicInteger inside = new AtomicInteger();

    private Gate(Ports ports, Threads threads, Performers performers, Recovered recovered) {
        this.policy = ports.policy();
        this.purses = ports.purses();
        this.clock = ports.clock();
        this.threads = threads;
        this.scribe = new Scribe(ports.log());
        this.performers = performers;
        this.desk = new ApprovalDesk(scribe, clock, ports.operators());
        this.watchdog = new Watchdog(clock, threads);
        this.killSwitch = new KillSwitch(watchdog, scribe, clock, recovered.halted());
        this.attempts = new Attempts(new Permits(clock), watchdog, killSwitch);
        this.boot = recovered.boot() + 1;
    }

    /** What the gate needs from the mechanisms below and beside it. */
    public record Ports(Policy policy, Purses purses, Log log, Clock clock, Operators operators) {
        public Ports {
            Objects.requireNonNull(operators, "operators");
            Objects.requireNonNull(policy, "policy");
            Objects.requireNonNull(purses, "purses");
            Objects.requireNonNull(log, "log");
            Objects.requireNonNull(clock, "clock");
        }

        /** Of a node without named operators. */
        public Ports(Policy policy, Purses purses, Log log, Clock clock) {
            this(policy, purses, log, clock, Operators.NONE);
        }
    }

    /**
     * Opens the gate over a log that was closed, or crashed, in the recovered state: records the new
     * boot and closes every intent left open as unknown, durably, before any act can pass.
     */
    public static Gate open(Ports ports, Performers performers, Recovered recovered, String version) {
        return open(ports, Threads.system(), performers, recovered, version);
    }

    /** The same, with its own thread from elsewhere. */
    public static Gate open(Ports ports, Threads threads, Performers performers, Recovered recovered, String version) {
        Gate gate = new Gate(ports, threads, performers, recovered);
        long last = gate.scribe.append(new Entry.Booted(gate.boot, version, gate.clock.millis()));
        for (Entry.Intent intent : recovered.intents()) {
            last = gate.closeUnknown(intent);
        }
        gate.desk.restore(recovered.approvals());
        gate.scribe.await(last);
        gate.watchdog.start();
        return gate;
    }

    private long closeUnknown(Entry.Intent intent) {
        String note = "the node ended between intent and receipt; look before you repeat it";
        purses.settle(intent.id(), intent.act().estimate());
        return scribe.append(new Receipt(
                intent.id(),
                intent.act(),
                intent.rule(),
                Ending.UNKNOWN,
                note,
                intent.act().estimate(),
                0,
                Optional.empty(),
                Optional.empty(),
                Scribe.NO_EVIDENCE,
                intent.atMillis(),
                clock.millis()));
    }

    /**
     * Takes one act through all stations on the caller's thread.
     *
     * @throws LogFailed when the log cannot record it; if that happens after the effect, the act is
     *     shown as unknown at the next opening
     * @throws IllegalStateException when nothing performs this op
     * @throws IllegalArgumentException when the act is of another op, or leases an op that is not metered
     */
    public <I, O> Result<O> perform(Op<I, O> op, Act act, I input) {
        Performer<I, O> performer = performers.of(op);
        requireFit(op, act);
        inside.incrementAndGet();
        try {
            return judged(op, performer, passage(act), input);
        } finally {
            inside.decrementAndGet();
        }
    }

    /** A lease is not bound to its inputs, which is no way to leave a permit for a change. */
    private static void requireFit(Op<?, ?> op, Act act) {
        if (!op.name().equals(act.op())) {
            throw new IllegalArgumentException("an act of " + act.op() + " cannot be performed as " + op.name());
        }
        if (act.spends() > 1 && op.durability() != Durability.METERED) {
            throw new IllegalArgumentException(op.name() + " is not metered, so that its permit is spent once");
        }
    }

    private Passage passage(Act act) {
        return Passage.of(new ActId(boot, sequence.incrementAndGet()), act, clock.millis());
    }

    private <I, O> Result<O> judged(Op<I, O> op, Performer<I, O> performer, Passage passage, I input) {
        String objection = killSwitch.objection();
        if (!objection.isEmpty()) {
            return refused(passage, BY_SWITCH, objection);
        }
        return switch (policy.admit(passage.act())) {
            case Verdict.Allow(String rule) -> allowed(op, performer, passage, rule, false, input);
            case Verdict.Deny(String rule, String reason) -> refused(passage, rule, reason);
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
            return refused(passage(act), held.get().rule(), DRIFT.formatted(approval));
        }
        return perform(op, act, input);
    }

    private <I, O> Result<O> asked(Op<I, O> op, Performer<I, O> performer, Passage passage, Verdict.Ask ask, I input) {
        Verdict.Ask fitting = new Verdict.Ask(
                Limits.cut(ask.rule(), Entry.RULE_CHARS_MAX),
                Limits.cut(ask.reason(), Entry.REASON_CHARS_MAX),
                ask.quorum());
        return switch (desk.turn(passage, fitting, APPROVAL_MILLIS_DEFAULT)) {
            case ApprovalDesk.Turn.Go(Approval approval) ->
                allowed(op, performer, passage.as(approval.id()), approval.rule() + ", approved", true, input);
            case ApprovalDesk.Turn.Wait(Approval approval) -> {
                policy.waive(passage.act());
                yield new Result.Waiting<>(approval);
            }
            case ApprovalDesk.Turn.Drift(Approval approval) -> {
                policy.waive(passage.act());
                yield refused(passage, fitting.rule(), DRIFT.formatted(approval.id()));
            }
            case ApprovalDesk.Turn.Full() -> {
                policy.waive(passage.act());
                String note = ApprovalDesk.OPEN_MAX + " questions are open; answer some first";
                yield refused(passage, fitting.rule(), note);
            }
        };
    }

    /**
     * What a person approved once is recorded like a change even if it is a read: it happens once. So is
     * what costs something: a crash that forgot it would fill the purse again.
     */
    private <I, O> Result<O> allowed(
            Op<I, O> op, Performer<I, O> performer, Passage passage, String by, boolean approved, I input) {
        Act act = passage.act();
        String rule = Limits.cut(by, Entry.RULE_CHARS_MAX);
        boolean costs = !act.estimate().equals(Cost.ZERO);
        long nowMillis = clock.millis();
        if (costs) {
            Optional<String> refusal = purses.reserve(passage.id(), act.purse(), act.estimate(), nowMillis);
            if (refusal.isPresent()) {
                return refused(passage, rule, refusal.get());
            }
        }
        boolean durable = approved || costs || op.durability() != Durability.OBSERVE;
        Cost spent = Cost.ZERO;
        try {
            if (durable) {
                scribe.await(scribe.append(new Entry.Intent(passage.id(), act, rule, nowMillis), passage));
            }
            spent = act.estimate();
            Attempt<O> attempt = attempts.of(performer, passage, input);
            Receipt receipt = attempt.receipt(passage, rule, clock.millis());
            spent = receipt.spent();
            write(receipt, passage, durable);
            return new Result.Ended<>(receipt, attempt.output());
        } finally {
            if (costs) {
                purses.settle(passage.id(), spent);
            }
        }
    }

    private <O> Result<O> refused(Passage passage, String rule, String note) {
        Receipt receipt = new Receipt(
                passage.id(),
                passage.act(),
                Limits.cut(rule, Entry.RULE_CHARS_MAX),
                Ending.DENIED,
                Limits.cut(note, Receipt.NOTE_CHARS_MAX),
                Cost.ZERO,
                0,
                Optional.empty(),
                Optional.empty(),
                Scribe.NO_EVIDENCE,
                passage.startedMillis(),
                clock.millis());
        write(receipt, passage, false);
        return new Result.Ended<>(receipt, Optional.empty());
    }

    private void write(Receipt receipt, Passage passage, boolean durable) {
        long index = scribe.append(receipt, passage);
        if (durable) {
            scribe.await(index);
        }
    }

    /** The open questions, oldest first; expired ones are closed first. */
    public List<Approval> approvals() {
        return desk.all();
    }

    /**
     * Records a person's answer. The act itself is performed by whoever waits for it.
     *
     * @param signature of the statement that {@link #statement} gives, where the question wants a quorum or
     *     the operator wants to be known by name
     * @return the approval in its new state, or empty when no such question is open
     * @throws Refusal when the yes is not signed as the question wants it
     */
    public Optional<Approval> answer(ActId id, boolean approve, Actor by, Optional<String> signature) {
        if (by.kind() != Actor.Kind.OPERATOR) {
            throw new IllegalArgumentException("only an operator answers an approval, not " + by);
        }
        return desk.answer(id, approve, by, signature);
    }

    /** The same without a signature. */
    public Optional<Approval> answer(ActId id, boolean approve, Actor by) {
        return answer(id, approve, by, Optional.empty());
    }

    /** What an operator signs to answer an open question so; empty when it is not open. */
    public Optional<Statement> statement(ActId id, boolean yes) {
        return desk.find(id).map(asked -> desk.statement(asked, yes));
    }

    /** Closes every question whose time has passed. Called by whoever keeps time; cheap when none is open. */
    public void expireOverdue() {
        desk.expireOverdue();
    }

    /** Throws the kill switch: no act starts, running ones are interrupted; survives a restart. */
    public void halt(Actor by, String reason) {
        killSwitch.halt(by, reason);
    }

    /** Releases the kill switch. */
    public void release(Actor by, String reason) {
        killSwitch.release(by, reason);
    }

    /** Why the node is halted; empty while acts are allowed. */
    public String halted() {
        return killSwitch.halted();
    }

    /** Interrupts one running act; false when it does not run, or was stopped already. */
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

    /**
     * Lets no further act start, interrupts what runs, and gives it {@value #CLOSE_MILLIS_MAX} ms to
     * write its receipts. The log stays open for its owner to close. Not called by a performer.
     */
    @Override
    public void close() {
        killSwitch.close();
        boolean interrupted = false;
        for (int millis = 0; millis < CLOSE_MILLIS_MAX && inside.get() > 0; millis++) {
            threads.rest(TICK_NANOS);
            interrupted |= Thread.interrupted(); // receipts matter more than haste; it is given back below
        }
        watchdog.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
