package stemma.policy.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import stemma.core.Threads;

/**
 * Real threads of which one runs at a time, in an order that a seed decides.
 *
 * <p>The program under test is the real one, with its own threads, locks and waits; only how it waits
 * is injected. Whoever holds the baton runs until it comes to a {@link #step}, a rest or its end. There
 * the holder itself draws who is next and hands the baton over, so that a step without a change of
 * thread costs no thread switch.
 *
 * <pre>
 *   runner a ──────step─┐                 ┌─────rest (until roused, due or interrupted)
 *   runner b            └────────step─┐   │
 *   runner c                          └───┘
 * </pre>
 *
 * A runner must not step while it holds a lock that another could want: it would keep the lock for
 * ever, since the other would keep the baton. Sound programs hold no lock over a wait, and the ports
 * around them step only where theirs hold none. Time passes a little at each step; when nobody can run
 * it goes on to the next moment at which somebody can.
 *
 * <p>A crash stops everybody where they stand: each next call on this throws {@link Crashed}.
 */
final class Baton implements Threads {
    /** Steps after which a run counts as stuck. */
    static final int STEPS_MAX = 50_000;
    /** Turns in a row of threads that only look at the time; more is a wake-up that got lost. */
    static final int IDLE_TURNS_MAX = 2_000;

    private static final String TIMEKEEPER = "stemma-watchdog";
    private static final int WEIGHT_MAX = 8;
    private static final int NO_REASON_ONE_IN = 60;

    private final RandomGenerator random;
    private final SimClock clock;
    private final Transcript transcript;
    private final Runnable atCrash;
    private final List<Runner> runners = new ArrayList<>();
    private final Map<Thread, Runner> unstarted = new HashMap<>();
    private final int crashAtStep;
    private final boolean restless;
    private int steps;
    private int idleTurns;
    private int awaiting;
    private Runner holder;
    private volatile boolean off;
    private volatile String stuck = "";

    /**
     * Begins with the calling thread as holder.
     *
     * @param atCrash what the machine's parts do at the very moment of a crash
     */
    Baton(RandomGenerator random, SimClock clock, Transcript transcript, int crashAtStep, Runnable atCrash) {
        this.random = random;
        this.clock = clock;
        this.transcript = transcript;
        this.crashAtStep = crashAtStep;
        this.restless = random.nextBoolean();
        this.atCrash = atCrash;
        this.holder = new Runner("node", Thread.currentThread(), WEIGHT_MAX);
        runners.add(holder);
    }

    private enum State {
        READY,
        RESTING,
        JOINING,
        ENDED
    }

    /** One thread in the game. Its fields belong to the holder of the baton, but for the volatile ones. */
    private final class Runner {
        private final String name;
        private final Thread thread;
        private final int weight;
        private State state = State.READY;
        private boolean roused;
        private long dueNanos;
        private Optional<Runner> joined = Optional.empty();
        private volatile boolean turn;
        private volatile boolean interrupted;

        Runner(String name, Thread thread, int weight) {
            this.name = name;
            this.thread = thread;
            this.weight = weight;
        }

        /** Reading the thread's flag first sees an interrupt wherever {@link #awaitTurn} has put it. */
        private boolean interrupted() {
            return thread.isInterrupted() || interrupted;
        }

        private boolean canRun() {
            return switch (state) {
                case READY -> true;
                case RESTING -> roused || dueNanos <= clock.nanos() || interrupted();
                case JOINING -> joined.orElseThrow().state == State.ENDED;
                case ENDED -> false;
            };
        }

        private void awaitTurn() {
            while (!turn && !off) {
                LockSupport.park(this);
                if (thread.isInterrupted()) {
                    interrupted = true;
                    Thread.interrupted();
                }
            }
            turn = false;
            if (interrupted) {
                interrupted = false;
                thread.interrupt();
            }
            requireOn();
        }
    }

    /** Waits for somebody who must be at work all the while, and not only once a time has come. */
    void awaits(Runnable wait) {
        awaiting++;
        try {
            wait.run();
        } finally {
            awaiting--;
        }
    }

    /** Ends the caller when the machine is off. */
    void requireOn() {
        if (off) {
            throw new Crashed();
        }
    }

    /** A point at which somebody else may run. */
    void step() {
        pass(State.READY);
    }

    /** A point at which the machine may crash, but nobody else runs: for a holder of a lock. */
    void point() {
        requireOn();
        steps++;
        if (steps == crashAtStep) {
            crash();
        }
        if (steps > STEPS_MAX) {
            stop("a run of more than " + STEPS_MAX + " steps goes in circles");
        }
    }

    private void pass(State state) {
        point();
        Runner self = holder;
        self.state = state;
        Runner next = next();
        if (next != self) {
            hand(next);
            self.awaitTurn();
        }
        self.state = State.READY;
    }

    private void hand(Runner next) {
        holder = next;
        next.turn = true;
        LockSupport.unpark(next.thread);
    }

    private void crash() {
        transcript.line("crash");
        atCrash.run();
        switchOff();
        throw new Crashed();
    }

    /** Ends everybody where they stand, because the run can tell nothing more. */
    void stop(String why) {
        stuck = stuck.isEmpty() ? why : stuck;
        switchOff();
        throw new Crashed();
    }

    private void switchOff() {
        off = true;
        runners.forEach(runner -> LockSupport.unpark(runner.thread));
    }

    /** Why this run was stopped before its end; empty when it was not, or only by its crash. */
    String stuck() {
        return stuck;
    }

    private Runner next() {
        clock.forward(random.nextInt(8) == 0 ? random.nextLong(3_000_000) : random.nextLong(30_000));
        List<Runner> able = able();
        if (able.isEmpty()) {
            if (awaiting > 0) {
                stop("nobody moves while somebody waits for the disk: a wake-up got lost");
            }
            clock.forward(Math.max(0, due() - clock.nanos()));
            able = able();
        }
        if (able.isEmpty()) {
            stop("nobody can run any more: a wake-up got lost");
        }
        Runner next = drawn(able);
        idleTurns = next.name.equals(TIMEKEEPER) ? idleTurns + 1 : 0;
        if (idleTurns > IDLE_TURNS_MAX) {
            stop("everybody waits for ever: a wake-up got lost");
        }
        transcript.line("@" + clock.nanos() + " " + next.name);
        return next;
    }

    private List<Runner> able() {
        List<Runner> able = new ArrayList<>(runners.size());
        for (Runner runner : runners) {
            boolean anyway = restless && runner.state == State.RESTING && random.nextInt(NO_REASON_ONE_IN) == 0;
            if (runner.canRun() || anyway) {
                able.add(runner);
            }
        }
        return able;
    }

    /** The next moment at which somebody's rest is over; half the time the watchdog alone is passed over. */
    private long due() {
        boolean patient = random.nextBoolean();
        long due = Long.MAX_VALUE;
        long first = Long.MAX_VALUE;
        for (Runner runner : runners) {
            if (runner.state == State.RESTING) {
                first = Math.min(first, runner.dueNanos);
                due = runner.name.equals(TIMEKEEPER) ? due : Math.min(due, runner.dueNanos);
            }
        }
        return patient && due < Long.MAX_VALUE ? due : first == Long.MAX_VALUE ? clock.nanos() : first;
    }

    private Runner drawn(List<Runner> able) {
        int all = 0;
        for (Runner runner : able) {
            all += runner.weight;
        }
        int left = random.nextInt(all);
        for (Runner runner : able) {
            left -= runner.weight;
            if (left < 0) {
                return runner;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    @Override
    public Thread thread(String name, Runnable body) {
        int weight = 1 + random.nextInt(WEIGHT_MAX);
        Runner[] made = new Runner[1];
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(made[0], body));
        made[0] = new Runner(name, thread, weight);
        unstarted.put(thread, made[0]);
        return thread;
    }

    private Runner runner(Thread thread) {
        for (Runner runner : runners) {
            if (runner.thread.equals(thread)) {
                return runner;
            }
        }
        throw new IllegalStateException(thread.getName() + " was not started here");
    }

    private void run(Runner self, Runnable body) {
        try {
            self.awaitTurn();
            body.run();
            end(self);
        } catch (Crashed e) {
            return; // the machine is off, and this thread with it
        } catch (Throwable e) { // whatever ends a thread of the node is a finding
            broken(self.name, e);
        }
    }

    /** A thread ended as none may. */
    void broken(String name, Throwable e) {
        stuck = stuck.isEmpty() ? name + " ended with " + e : stuck;
        switchOff();
    }

    private void end(Runner self) {
        requireOn();
        self.state = State.ENDED;
        if (runners.stream().anyMatch(runner -> runner.state != State.ENDED)) {
            hand(next());
        }
    }

    @Override
    public void start(Thread thread) {
        requireOn();
        runners.add(Objects.requireNonNull(unstarted.remove(thread), "a thread made here, started once"));
        thread.start();
    }

    @Override
    public void rest() {
        rest(Long.MAX_VALUE);
    }

    @Override
    public void rest(long nanosMax) {
        requireOn();
        holder.dueNanos = nanosMax > Long.MAX_VALUE - clock.nanos() ? Long.MAX_VALUE : clock.nanos() + nanosMax;
        pass(State.RESTING);
        holder.roused = false;
    }

    /** Rests for that long as a performer does: an interrupt ends it. */
    void sleep(long nanos) throws InterruptedException {
        long end = clock.nanos() + nanos;
        while (clock.nanos() < end) {
            rest(end - clock.nanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Override
    public void rouse(Thread thread) {
        if (!off) {
            runner(thread).roused = true;
        }
    }

    @Override
    public void join(Thread thread) {
        requireOn();
        holder.joined = Optional.of(runner(thread));
        pass(State.JOINING);
    }

    /** Waits, as a runner among them, until every other runner whose name begins so has ended. */
    void joinAll(String prefix) {
        for (int i = 1; i < runners.size(); i++) {
            if (runners.get(i).name.startsWith(prefix)) {
                join(runners.get(i).thread);
            }
        }
    }

    /** Waits, outside of any order, until each thread is gone; for when all have ended or must. */
    void gone() {
        for (Runner runner : runners) {
            if (!runner.thread.equals(Thread.currentThread())) {
                Threads.system().join(runner.thread);
            }
        }
    }
}
