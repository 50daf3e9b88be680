package stemma.mind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Event;
import stemma.core.Json;
import stemma.core.JsonBuilder;

/**
 * One goal, kept in step with the log: an event is durable there before it shows here, and those who
 * watch hear of it after. An event that comes after the goal has ended is dropped, because a step
 * that was cancelled may still be on its way out. Thread-safe.
 */
final class GoalRecord {
    private final Goals.Ports ports;
    private volatile Goal goal;

    GoalRecord(Goal goal, Goals.Ports ports) {
        this.goal = goal;
        this.ports = ports;
    }

    /** Records that a goal exists. */
    static Goal create(ActId id, GoalEvent.Created event, Goals.Ports ports) {
        long now = ports.clock().millis();
        ports.gate().note(GoalEvent.TOPIC, id.toString(), event.json(now));
        Goal goal = Goal.of(id, event, now);
        publish(ports, goal, Optional.empty());
        return goal;
    }

    Goal goal() {
        return goal;
    }

    /** The step whose turn it is. */
    GoalStep current() {
        return goal.steps().stream()
                .filter(GoalStep::open)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("goal " + goal.id() + " has no open step"));
    }

    synchronized void add(GoalEvent event) {
        if (goal.state().ended()) {
            return;
        }
        long now = ports.clock().millis();
        Goal next = goal.after(event, now);
        ports.gate().note(GoalEvent.TOPIC, goal.id().toString(), event.json(now));
        goal = next;
        Optional<Integer> number =
                event instanceof GoalEvent.Stepped stepped ? Optional.of(stepped.number()) : Optional.empty();
        publish(
                ports,
                next,
                number.flatMap(
                        n -> next.steps().stream().filter(s -> s.number() == n).findFirst()));
    }

    /** Records a step's new state; acts of an earlier try of the same step stay listed. */
    void step(GoalStep row, GoalStep.State state, List<ActId> acts, String summary, Optional<Digest> result) {
        List<ActId> all = new ArrayList<>(row.receipts());
        acts.stream().filter(a -> !all.contains(a)).forEach(all::add);
        List<ActId> kept = all.subList(Math.max(0, all.size() - GoalStep.RECEIPTS_MAX), all.size());
        String said = Texts.cut(Texts.oneLine(summary), GoalStep.SUMMARY_CHARS_MAX);
        add(new GoalEvent.Stepped(row.number(), state, kept, said, result));
    }

    private static void publish(Goals.Ports ports, Goal goal, Optional<GoalStep> step) {
        JsonBuilder body = Json.object()
                .put("id", goal.id().toString())
                .put("state", goal.state().word())
                .put("message", goal.message())
                .put("template", goal.template());
        step.ifPresent(s -> body.put("step", s.number())
                .put("steps", goal.steps().size())
                .put("title", s.title())
                .put("stepState", s.state().word())
                .put("summary", s.summary()));
        ports.events().publish(new Event(GoalEvent.TOPIC, goal.id().toString(), body.build()));
    }
}
