package stemma.policy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.LogFailed;
import stemma.core.Op;
import stemma.core.Performer;
import stemma.core.Performers;
import stemma.core.Permit;
import stemma.core.PermitRefused;
import stemma.core.Provenance;
import stemma.core.Result;

/** What callers, operators and performers do, drawn from the seed as they go. */
final class Scripts {
    static final String OK = "ok/";
    static final String NO = "no/";
    static final String ASK = "ask/";

    private static final Op<Digest, String> WRITE = Op.effect("sim.write");
    private static final Op<Digest, String> READ = Op.observe("sim.read");
    private static final Op<Digest, String> STEP = Op.metered("sim.step");
    private static final List<Op<Digest, String>> OPS = List.of(WRITE, WRITE, READ, STEP);
    private static final List<Op<Digest, String>> QUESTIONS = List.of(WRITE, READ, STEP, WRITE, WRITE);
    private static final List<String> PURSES = List.of("node", "goal:1.1", "goal:1.2");
    private static final List<String> PAYERS =
            List.of("node", "goal:1.1", "goal:1.2", "goal:1.1/ada", "goal:1.1/ada/ben");
    private static final Actor CALLER = Actor.node("caller");
    private static final Actor OPERATOR = Actor.operator("sim");
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final long MINUTE_MILLIS = 60_000;
    private static final long MILLI_NANOS = 1_000_000;

    private final RandomGenerator random;
    private final Baton baton;
    private final SimClock clock;
    private final Transcript transcript;
    private final Oracle oracle;
    private final SimDisk disk;
    private final boolean actsTwice;
    private final List<Kept> kept = new ArrayList<>();
    private int told;

    /** A permit that a performer kept after its act. */
    private record Kept(Op<Digest, String> op, Permit permit) {}

    Scripts(
            RandomGenerator random,
            Baton baton,
            SimClock clock,
            Transcript transcript,
            Oracle oracle,
            SimDisk disk,
            boolean actsTwice) {
        this.random = random;
        this.baton = baton;
        this.clock = clock;
        this.transcript = transcript;
        this.oracle = oracle;
        this.disk = disk;
        this.actsTwice = actsTwice;
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    private void pause() {
        for (int left = random.nextInt(3); left > 0; left--) {
            baton.step();
        }
    }

    Performers performers() {
        return Performers.builder()
                .add(WRITE, performer(WRITE))
                .add(READ, performer(READ))
                .add(STEP, performer(STEP))
                .build();
    }

    private Performer<Digest, String> performer(Op<Digest, String> op) {
        return (input, permit) -> {
            try {
                return performed(op, input, permit);
            } finally {
                kept.add(new Kept(op, permit));
            }
        };
    }

    private Done<String> performed(Op<Digest, String> op, Digest input, Permit permit) throws InterruptedException {
        oracle.begins(permit);
        pause();
        if (oneIn(12)) {
            throw new IllegalStateException("failed before");
        }
        long estimate = permit.act().estimate().tokens();
        long took = random.nextLong(estimate + 1);
        int times = random.nextInt(permit.act().spends()) + 1;
        for (int i = 0; i < times; i++) {
            act(op, permit, input, i == 0 ? took : 0);
            pause();
        }
        if (oneIn(8)) {
            greedy(op, permit);
        }
        if (oneIn(8)) {
            baton.sleep(random.nextLong(100 * MILLI_NANOS));
        }
        if (oneIn(12)) {
            throw new IllegalStateException("failed after");
        }
        return Done.of("done").spending(Cost.tokens(oneIn(20) ? estimate + 7 : took));
    }

    /** Spends a permit as often as it lets itself be spent: once too often, or after its act. */
    private void greedy(Op<Digest, String> op, Permit permit) {
        try {
            for (int i = 0; i <= permit.act().spends(); i++) {
                act(op, permit, permit.act().inputDigest(), 0);
            }
        } catch (PermitRefused e) {
            transcript.line("refused " + permit.id());
        }
    }

    private void act(Op<Digest, String> op, Permit permit, Digest input, long took) {
        permit.spend(new Effect(op.name(), permit.act().target(), input));
        boolean change = !op.equals(READ);
        transcript.line("effect " + permit.id() + " " + permit.act().target() + " takes " + took);
        oracle.happens(permit, change, took, clock.millis(), disk);
        if (actsTwice) {
            oracle.happens(permit, change, 0, clock.millis(), disk);
        }
    }

    /** Does again what a crash left open, as no node may. */
    void redo(Gate gate, List<Entry.Intent> left) {
        for (Entry.Intent intent : left) {
            Act act = intent.act();
            OPS.stream().filter(op -> op.name().equals(act.op())).findFirst().ifPresent(op -> {
                guarded(() -> gate.perform(op, act, act.inputDigest()));
            });
        }
    }

    /** Brings the log to so many entries, with acts that are refused at once. */
    void fill(Gate gate, int entries) {
        Act act = Act.of(READ, NO + "filler", CALLER, Provenance.NODE);
        guarded(() -> {
            while (oracle.history().size() < entries) {
                gate.perform(READ, act, act.inputDigest());
            }
        });
    }

    /** A caller that performs acts, one after the other. */
    void caller(Gate gate, int number, int steps) {
        for (int i = 0; i < steps; i++) {
            int asked = random.nextInt(QUESTIONS.size());
            boolean asks = oneIn(2);
            Op<Digest, String> op = asks ? QUESTIONS.get(asked) : OPS.get(random.nextInt(OPS.size()));
            Act act = asks ? question(op, asked) : act(op, number * 100 + i);
            guarded(() -> told(op, act, perform(gate, op, act)));
            oracle.require(!Thread.currentThread().isInterrupted(), "an interrupt outlived its act");
            if (!kept.isEmpty() && oneIn(6)) {
                Kept old = kept.get(random.nextInt(kept.size()));
                greedy(old.op(), old.permit());
            }
            pause();
        }
    }

    private Result<String> perform(Gate gate, Op<Digest, String> op, Act act) {
        List<ActId> waiting = oracle.history().waiting();
        if (act.target().startsWith(ASK) && !waiting.isEmpty() && oneIn(4)) {
            return gate.resume(op, waiting.get(random.nextInt(waiting.size())), act, act.inputDigest());
        }
        return gate.perform(op, act, act.inputDigest());
    }

    /**
     * An act that a person must allow: few different ones, so that several callers want the same, and
     * some that differ in one thing alone.
     */
    private static Act question(Op<Digest, String> op, int number) {
        int place = number % PURSES.size();
        return Act.of(op, ASK + place, CALLER, Provenance.NODE)
                .input(Digest.of(new byte[] {(byte) (number == QUESTIONS.size() - 1 ? 1 : 0)}))
                .paidFrom(PURSES.get(place), Cost.tokens(4L * place + (number == PURSES.size() ? 1 : 0)))
                .within(50);
    }

    private Act act(Op<Digest, String> op, int number) {
        Act act = Act.of(op, (oneIn(8) ? NO : OK) + number, CALLER, Provenance.NODE)
                .input(Digest.of(new byte[] {(byte) number}))
                .paidFrom(PAYERS.get(random.nextInt(PAYERS.size())), Cost.tokens(random.nextInt(30)))
                .within(20 + random.nextInt(200));
        return op.equals(STEP) ? act.leased(1 + random.nextInt(4)) : act;
    }

    private void told(Op<Digest, String> op, Act act, Result<String> result) {
        switch (result) {
            case Result.Waiting<String>(Approval approval) -> oracle.told("asked " + approval.id());
            case Result.Ended<String> ended -> {
                boolean costs = !act.estimate().equals(Cost.ZERO);
                boolean durable = costs || !op.equals(READ) || act.target().startsWith(ASK);
                if (durable && ended.receipt().ending() != Ending.DENIED) {
                    oracle.told(ended.receipt());
                }
                transcript.line("told " + History.word(ended.receipt()));
            }
        }
    }

    /** Callers of a log that failed are told so, and go on. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (LogFailed e) {
            transcript.line("log failed");
        }
    }

    /** A person, or several, at the node's controls. */
    void operator(Gate gate, int number, int steps) {
        for (int i = 0; i < steps; i++) {
            guarded(() -> control(gate, number));
            pause();
        }
    }

    private void control(Gate gate, int number) {
        if (!gate.halted().isEmpty() && !oneIn(3)) {
            String why = "go " + number + "." + told++;
            gate.release(OPERATOR, why);
            oracle.told("switched false " + why);
            return;
        }
        switch (random.nextInt(10)) {
            case 0 -> {
                String why = "stop " + gate.boot() + "." + number + "." + told++;
                gate.halt(OPERATOR, why);
                oracle.told("switched true " + why);
            }
            case 1 -> cancel(gate);
            case 2 -> {
                String subject = gate.boot() + "." + number + "." + told++;
                gate.note("sim", subject, Json.object().build());
                oracle.told("noted " + subject);
            }
            case 3 -> gate.expireOverdue();
            case 4 -> clock.forward(random.nextLong(90) * MINUTE_NANOS);
            case 5 -> setsTheClock();
            default -> answer(gate);
        }
    }

    private void setsTheClock() {
        long minutes = random.nextLong(121) - 60;
        clock.set(minutes * MINUTE_MILLIS);
        if (minutes < 0) {
            oracle.clockSetBack();
        }
    }

    private void cancel(Gate gate) {
        List<Entry.Intent> running = oracle.history().open();
        if (!running.isEmpty()) {
            gate.cancel(running.get(random.nextInt(running.size())).id());
        }
    }

    private void answer(Gate gate) {
        List<Approval> questions = gate.approvals();
        if (!questions.isEmpty()) {
            ActId id = questions.get(random.nextInt(questions.size())).id();
            boolean yes = !oneIn(4);
            if (gate.answer(id, yes, OPERATOR).isPresent()) {
                oracle.told("answered " + id + " " + yes);
            }
        }
    }
}
