package stemma.mind;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import stemma.core.ActId;
import stemma.core.ActWaiting;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Behalf;
import stemma.core.Digest;
import stemma.core.Event;
import stemma.core.Json;
import stemma.core.LogFailed;
import stemma.core.Refusal;

/**
 * One goal that has not ended: its plan, how far it is, and the thread that works on it while it is
 * active. The lock of this object guards its fields and is not held while a step runs.
 */
final class GoalRun {
    /** How long a cancelled step may take to end before the goal is closed over it. */
    static final long CANCEL_WAIT_MILLIS = 10_000;

    private final Goals.Ports ports;
    private final GoalRecord record;
    private final Runnable turnFree;
    private final GoalWorker worker = new GoalWorker();
    private final Deque<Step> ahead = new ArrayDeque<>();

    private Optional<Plan> plan = Optional.empty();
    private Findings found = Findings.NONE;
    private Optional<Digest> planned = Optional.empty();
    private int stepsPlanned;
    private boolean wantsTurn;
    private boolean cancelled;

    GoalRun(Goal goal, Goals.Ports ports, Runnable turnFree) {
        this.ports = ports;
        this.record = new GoalRecord(goal, ports);
        this.turnFree = turnFree;
        this.wantsTurn = goal.waits() instanceof Waits.Turn;
    }

    /** A goal that was just started; its first event is durable on return. */
    static GoalRun created(
            ActId id, GoalRequest request, Digest object, Plan plan, Goals.Ports ports, Runnable turnFree) {
        GoalEvent.Created event = new GoalEvent.Created(
                request.text(),
                Optional.of(object),
                request.dir().toString(),
                plan.template(),
                plan.planner(),
                request.provenance());
        GoalRun run = new GoalRun(GoalRecord.create(id, event, ports), ports, turnFree);
        run.plan = Optional.of(plan);
        return run;
    }

    Goal goal() {
        return record.goal();
    }

    /** Whether it could go on if it had a turn. */
    synchronized boolean wantsTurn() {
        return wantsTurn && !goal().state().ended();
    }

    /** Says that no turn is free, if it wants one and that was not said before. */
    synchronized void queue() {
        if (wantsTurn() && !goal().message().equals(Goal.TURN_MESSAGE)) {
            record.add(new GoalEvent.Moved(GoalState.WAITING, new Waits.Turn(), Goal.TURN_MESSAGE, Optional.empty()));
        }
    }

    /** Gives it another plan and lets it wait for a turn. */
    synchronized void replanned(Plan other) {
        plan = Optional.of(other);
        stepsPlanned = 0;
        wantsTurn = true;
    }

    /** Starts to work; false when there is no plan for it any more, and the goal has failed. */
    synchronized boolean begin(Function<GoalRequest, Plan> planner) {
        wantsTurn = false;
        try {
            Plan chosen = plan.isPresent() ? plan.get() : planner.apply(goal().request());
            plan = Optional.of(chosen);
            record.add(new GoalEvent.Moved(GoalState.ACTIVE, new Waits.Nothing(), "at work", Optional.empty()));
            if (stepsPlanned == 0) {
                lay(chosen);
            }
        } catch (Refusal e) {
            fail("no plan can be made any more: " + e.getMessage());
            return false;
        }
        worker.start("goal-" + goal().id(), this::work);
        return true;
    }

    /** Takes the steps of the plan that were not done before; what those found is taken over. */
    private void lay(Plan chosen) {
        planned = Optional.of(ports.objects().plan(goal(), planned, chosen));
        found = Findings.NONE;
        List<Step> open = new ArrayList<>();
        for (Step step : chosen.steps()) {
            Optional<Findings> known =
                    chosen.takesOver() ? goal().finished(step.title()).flatMap(this::findings) : Optional.empty();
            known.ifPresentOrElse(f -> found = found.and(f), () -> open.add(step));
        }
        lay(open);
    }

    private void lay(List<Step> steps) {
        ahead.clear();
        ahead.addAll(steps);
        stepsPlanned = steps.size();
        record.add(new GoalEvent.Planned(steps.stream().map(Step::title).toList()));
    }

    private Optional<Findings> findings(GoalStep step) {
        return step.result().flatMap(ports.objects()::findings);
    }

    private void work() {
        try {
            boolean more = true;
            while (more) {
                more = step();
            }
        } catch (LogFailed e) {
            ports.events()
                    .publish(new Event(
                            GoalEvent.TOPIC,
                            goal().id().toString(),
                            Json.object()
                                    .put("id", goal().id().toString())
                                    .put(
                                            "message",
                                            "the log takes no more entries, so the goal stops here and can be resumed"
                                                    + " later")
                                    .build()));
        } finally {
            turnFree.run();
        }
    }

    /** Takes one step; false when the goal has no thread's work any more. */
    private boolean step() {
        Step step;
        synchronized (this) {
            if (ahead.isEmpty()) {
                finish();
                return false;
            }
            step = ahead.getFirst();
        }
        GoalStep row = record.current();
        Goal goal = goal();
        Actor actor = Actor.goal(goal.id());
        ports.leave().grant(actor, Path.of(goal.dir()));
        Bench bench = new Bench(
                goal.id(),
                Path.of(goal.dir()),
                Behalf.of(actor, goal.provenance()),
                found.label(),
                ports.gate(),
                ports.box(),
                ports.objects().from(planned.orElseThrow()));
        record.step(row, GoalStep.State.RUNNING, List.of(), "", Optional.empty());
        try {
            Step.Outcome outcome = step.work().run(bench, found);
            return ended(row, bench, outcome);
        } catch (ActWaiting e) {
            park(row, bench, e.approval());
        } catch (InterruptedException e) {
            stopped(row, bench);
        } catch (LogFailed e) {
            throw e;
        } catch (StepFailed | Refusal e) {
            failed(row, bench, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            failed(row, bench, "the step ended in a fault of the node, not of what it looked at: " + e);
        }
        return false;
    }

    private synchronized boolean ended(GoalStep row, Bench bench, Step.Outcome outcome) {
        if (cancelled) {
            stopped(row, bench);
            return false;
        }
        switch (outcome) {
            case Step.Outcome.Done(String summary, Findings said, List<Step> more) -> {
                Findings findings = said.from(bench.label());
                boolean kept = !findings.equals(Findings.NONE)
                        || plan.filter(Plan::takesOver).isPresent();
                Optional<Digest> result = kept
                        ? Optional.of(bench.left().findings(row.title(), summary, bench.receipts(), findings))
                        : Optional.empty();
                record.step(row, GoalStep.State.DONE, bench.receipts(), summary, result);
                found = found.and(findings);
                ahead.removeFirst();
                return extend(more);
            }
            case Step.Outcome.Replan(String why, List<Step> instead) -> {
                if (goal().plans() > Goals.REPLANS_MAX) {
                    failed(
                            row,
                            bench,
                            why + "; it was planned anew " + Goals.REPLANS_MAX + " times, which is the most");
                    return false;
                }
                record.step(row, GoalStep.State.FAILED, bench.receipts(), why, Optional.empty());
                lay(instead);
                return true;
            }
        }
    }

    private boolean extend(List<Step> more) {
        if (more.isEmpty()) {
            return true;
        }
        if (stepsPlanned + more.size() > Plan.STEPS_MAX) {
            fail("the plan needs more than " + Plan.STEPS_MAX + " steps, which is the most; ask for less at a time");
            return false;
        }
        stepsPlanned += more.size();
        ahead.addAll(more);
        record.add(new GoalEvent.Extended(more.stream().map(Step::title).toList()));
        return true;
    }

    private void finish() {
        if (found.silent()) {
            fail("every step ended, and none found anything it could prove");
            return;
        }
        String title = plan.map(Plan::title).orElse(goal().template());
        String text = Report.markdown(goal(), title, found);
        String message =
                Texts.cut(found.headline().orElse(goal().steps().getLast().summary()), GoalStep.SUMMARY_CHARS_MAX);
        Digest report = ports.objects().answer(goal(), planned.orElseThrow(), message, text);
        end(GoalState.DONE, message, Optional.of(report));
    }

    private synchronized void park(GoalStep row, Bench bench, Approval approval) {
        String why = "waits for approval " + approval.id();
        record.step(row, GoalStep.State.WAITING, bench.receipts(), why, Optional.empty());
        record.add(new GoalEvent.Moved(
                GoalState.WAITING,
                new Waits.ForApproval(approval.id()),
                "waiting for approval " + approval.id() + ": " + approval.reason() + "; stemma approve " + approval.id()
                        + " or stemma deny " + approval.id(),
                Optional.empty()));
    }

    private synchronized void stopped(GoalStep row, Bench bench) {
        record.step(row, GoalStep.State.CANCELLED, bench.receipts(), "stopped before its end", Optional.empty());
        if (cancelled) {
            end(GoalState.CANCELLED, "cancelled", Optional.empty());
        } else {
            record.add(new GoalEvent.Moved(
                    GoalState.WAITING,
                    new Waits.Resume(),
                    "waiting: the node was stopped; resume with stemma goal resume " + goal().id(),
                    Optional.empty()));
        }
    }

    private synchronized void failed(GoalStep row, Bench bench, String why) {
        record.step(row, GoalStep.State.FAILED, bench.receipts(), why, Optional.empty());
        fail(why);
    }

    private void fail(String why) {
        end(GoalState.FAILED, why, Optional.empty());
    }

    private void end(GoalState state, String message, Optional<Digest> report) {
        record.add(new GoalEvent.Moved(
                state, new Waits.Nothing(), Texts.cut(message, GoalStep.SUMMARY_CHARS_MAX), report));
        ports.leave().withdraw(Actor.goal(goal().id()));
    }

    /** Looks whether the question it waits for was answered; then it wants a turn, or has failed. */
    synchronized void answered(Map<ActId, Approval> asked) {
        if (wantsTurn || !(goal().waits() instanceof Waits.ForApproval(ActId id))) {
            return;
        }
        Approval approval = asked.get(id);
        if (approval == null) {
            fail("approval " + id + " was denied, or expired unanswered");
        } else if (approval.state() == Approval.State.APPROVED) {
            wantsTurn = true;
        }
    }

    /** Ends the goal as cancelled; its running act is interrupted and its step marked. */
    void cancel() throws InterruptedException {
        synchronized (this) {
            cancelled = true;
        }
        worker.interrupt(CANCEL_WAIT_MILLIS);
        synchronized (this) {
            if (!goal().state().ended()) {
                end(GoalState.CANCELLED, "cancelled" + leftOpen(), Optional.empty());
            }
        }
    }

    /** What a cancelled goal leaves behind: its question stays open, and an answer does nothing more. */
    private String leftOpen() {
        return goal().waits() instanceof Waits.ForApproval(ActId id)
                ? "; approval " + id + " is left to expire, or close it with stemma deny " + id
                : "";
    }

    /** Interrupts the work, so that the goal can be resumed later, and waits until no step runs. */
    void stop() {
        try {
            worker.interrupt(CANCEL_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
