package stemma.mind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Clock;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Labels;
import stemma.core.Op;
import stemma.core.Performer;
import stemma.core.Refusal;
import stemma.core.Screen;
import stemma.tools.CommandBox;

/**
 * Every goal of the node that has not ended, and who works on it.
 *
 * <pre>
 *            start                    a turn is free                 last step
 *   (wish) ---------> waiting: turn ----------------> active ----------------> done | failed
 *                          ^                          |    ^
 *                   resume |              asks a person    | answered
 *                          |                          v    |
 *        node ended  waiting: resume         waiting: approval          cancel: from anywhere
 * </pre>
 *
 * <p>A goal is what its events in the log say. An event is durable before it counts here, so a node
 * that is killed at any point comes back with the same goals; what was active then waits for a person
 * to resume it, because its last act may or may not have happened. A goal that waits holds no thread.
 *
 * <p>One lock guards the goals in memory. It is never held while an act is performed.
 */
public final class Goals implements AutoCloseable {
    /** The most goals at work at one time; more wait their turn. */
    public static final int ACTIVE_MAX = 3;
    /** The most goals that have not ended. */
    public static final int OPEN_MAX = 100;
    /** How often a goal's plan may be given up for another, a resumption included. */
    public static final int REPLANS_MAX = 3;

    /** Starts a goal, whose words are in the object that is its input. Its act's id is the goal's. */
    public static final Op<Digest, GoalStarted> GOAL_START = Op.effect("goal.start");

    /** What starting a goal returns: nothing beyond its receipt. */
    public record GoalStarted() {}

    /** What goals need from the rest of the node. */
    public record Ports(
            Gate gate,
            CommandBox box,
            Events events,
            Clock clock,
            GoalObjects objects,
            Planner planner,
            GoalTable table,
            Leave leave,
            Screen screen,
            Labels labels) {}

    /** Who may use which folder: told when a goal begins and ends its work. */
    public interface Leave {
        void grant(Actor goal, Path folder);

        void withdraw(Actor goal);
    }

    private final Ports ports;
    private final GoalKeeper keeper;
    private final Answers answers;
    private final Map<ActId, GoalRun> runs = new LinkedHashMap<>();
    private boolean closed;

    private Goals(Ports ports) {
        this.ports = ports;
        this.keeper = new GoalKeeper(ports.events(), this::answered);
        this.answers = new Answers(this, ports);
    }

    /**
     * Takes up what the log left open: goals that wait their turn get it, those that wait for an answer
     * wait on, and those that were at work wait to be resumed.
     */
    public static Goals open(Ports ports) {
        Goals goals = new Goals(ports);
        for (Goal goal : ports.table().open()) {
            goals.runs.put(goal.id(), new GoalRun(ports.objects().filled(goal), ports, goals::next));
        }
        goals.keeper.start();
        goals.answered();
        goals.next();
        return goals;
    }

    /** Performs {@link #GOAL_START}. */
    public static Performer<Digest, GoalStarted> starter(GoalObjects objects) {
        return (object, permit) -> {
            String folder = objects.folder(object)
                    .orElseThrow(() -> new StepFailed("the words of this goal are erased or lost; start it anew"));
            permit.spend(new Effect(GOAL_START.name(), folder, object));
            return Done.of(new GoalStarted());
        };
    }

    /**
     * Starts a goal and returns at once. A secret in its text is left out before anything else sees it.
     *
     * @throws Refusal when no plan can be made, too many goals are open, or a rule says no
     */
    public Goal start(GoalRequest wish, Actor caller) {
        GoalRequest worded = wish.worded(ports.screen().masked(wish.text()));
        GoalRequest request = worded.from(worded.provenance().with(answers.quotedIn(worded.text())));
        Plan plan = planned(request);
        synchronized (this) {
            if (open() >= OPEN_MAX) {
                throw new Refusal(Refusal.Kind.CONFLICT, OPEN_MAX + " goals are open; cancel some first");
            }
        }
        Digest object = GoalStart.object(ports.gate(), ports.objects(), request);
        ActId id = GoalStart.perform(ports.gate(), request, object, caller);
        Goal goal;
        synchronized (this) {
            GoalRun run = GoalRun.created(id, request, object, plan, ports, this::next);
            runs.put(id, run);
            goal = run.goal();
        }
        next();
        return find(id).orElse(goal);
    }

    private Plan planned(GoalRequest request) {
        return switch (ports.planner().plan(request)) {
            case PlanResult.Planned(Plan plan) -> plan;
            case PlanResult.NoMatch(String nearest, String message) ->
                throw new Refusal(Refusal.Kind.BAD_INPUT, message);
            case PlanResult.Refused(String message) -> throw new Refusal(Refusal.Kind.BAD_INPUT, message);
        };
    }

    /** The goal as it stands. */
    public Optional<Goal> find(ActId id) {
        Optional<GoalRun> run;
        synchronized (this) {
            forgetEnded();
            run = Optional.ofNullable(runs.get(id));
        }
        return run.map(GoalRun::goal).or(() -> ports.table().find(id).map(ports.objects()::filled));
    }

    /** The newest goals first. */
    public List<Goal> newest(int limit) {
        Map<ActId, Goal> all = new LinkedHashMap<>();
        synchronized (this) {
            forgetEnded();
            runs.values().forEach(run -> all.put(run.goal().id(), run.goal()));
        }
        ports.table()
                .newest(limit)
                .forEach(goal -> all.putIfAbsent(goal.id(), ports.objects().titled(goal)));
        return all.values().stream()
                .sorted((a, b) -> b.id().compareTo(a.id()))
                .limit(limit)
                .toList();
    }

    /** What goals that have ended found. */
    public Answers answers() {
        return answers;
    }

    /** How many goals are at work. */
    public synchronized int active() {
        return (int) runs.values().stream()
                .filter(run -> run.goal().state() == GoalState.ACTIVE)
                .count();
    }

    /**
     * Ends a goal: what it does now is interrupted, what it asked is left to expire.
     *
     * @throws Refusal when there is no such goal or it has ended
     */
    public Goal cancel(ActId id) throws InterruptedException {
        GoalRun run = open(id, "cancelled");
        run.cancel();
        next();
        return run.goal();
    }

    /**
     * Lets a goal go on that waits to be resumed: a new plan is made, and what earlier steps found is
     * used again.
     *
     * @throws Refusal when there is no such goal, it waits for something else, or no plan can be made
     */
    public Goal resume(ActId id) {
        GoalRun run = open(id, "resumed");
        Goal goal = run.goal();
        if (!(goal.waits() instanceof Waits.Resume)) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "goal " + id + " needs no resuming: it is " + goal.state().word()
                            + (goal.message().isEmpty() ? "" : " (" + goal.message() + ")"));
        }
        if (goal.plans() > REPLANS_MAX) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "goal " + id + " was planned " + goal.plans() + " times, which is the most; start it anew");
        }
        run.replanned(planned(run.goal().request()));
        next();
        return run.goal();
    }

    private synchronized GoalRun open(ActId id, String verb) {
        GoalRun run = runs.get(id);
        if (run != null && !run.goal().state().ended()) {
            return run;
        }
        Goal goal = find(id).orElseThrow(
                        () -> new Refusal(Refusal.Kind.NOT_FOUND, "there is no goal " + id + "; see stemma goal list"));
        throw new Refusal(
                Refusal.Kind.CONFLICT, "goal " + id + " is " + goal.state().word() + " and cannot be " + verb);
    }

    private synchronized int open() {
        return (int)
                runs.values().stream().filter(r -> !r.goal().state().ended()).count();
    }

    /** Gives free turns to goals that want one, oldest first, tells the others so, and forgets the ended. */
    private synchronized void next() {
        if (closed) {
            return;
        }
        forgetEnded();
        int free = ACTIVE_MAX - active();
        for (GoalRun run : List.copyOf(runs.values())) {
            if (free <= 0) {
                run.queue();
            } else if (run.wantsTurn() && run.begin(this::planned)) {
                free--;
            }
        }
    }

    /** A goal found in the table is ended for everybody; until the table has it, it stays here. */
    private void forgetEnded() {
        runs.entrySet()
                .removeIf(e -> e.getValue().goal().state().ended()
                        && ports.table()
                                .find(e.getKey())
                                .filter(g -> g.state().ended())
                                .isPresent());
    }

    /** Looks at every question that a goal waits for, and gives a turn to those that were answered. */
    private void answered() {
        List<GoalRun> parked = new ArrayList<>();
        synchronized (this) {
            runs.values().stream()
                    .filter(run -> run.goal().waits() instanceof Waits.ForApproval)
                    .forEach(parked::add);
        }
        if (parked.isEmpty()) {
            return;
        }
        Map<ActId, Approval> asked = new LinkedHashMap<>();
        ports.gate().approvals().forEach(a -> asked.put(a.id(), a));
        parked.forEach(run -> run.answered(asked));
        next();
    }

    /** Stops the work on every goal; each comes back as resumable. Waits until no step runs. */
    @Override
    public void close() {
        List<GoalRun> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(runs.values());
        }
        keeper.close();
        all.forEach(GoalRun::stop);
    }
}
