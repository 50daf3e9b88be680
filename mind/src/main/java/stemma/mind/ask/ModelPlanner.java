package stemma.mind.ask;

import java.util.List;
import stemma.core.Clock;
import stemma.mind.GoalRequest;
import stemma.mind.Plan;
import stemma.mind.PlanResult;
import stemma.mind.Planner;
import stemma.model.ChatModel;

/**
 * Plans with a language model, one turn at a time: each step does what the model asked for in its
 * last turn and asks it again. Stateless and thread-safe; each goal has its own {@link Conversation}.
 */
public final class ModelPlanner implements Planner {
    private final ChatModel model;
    private final Clock clock;

    public ModelPlanner(ChatModel model, Clock clock) {
        this.model = model;
        this.clock = clock;
    }

    @Override
    public PlanResult plan(GoalRequest request) {
        if (request.template().filter(name -> !name.equals(MODEL)).isPresent()) {
            return new PlanResult.Refused(
                    "there is no template named " + request.template().get() + "; see stemma goal --templates");
        }
        Conversation conversation = new Conversation(model, clock, request);
        return new PlanResult.Planned(
                new Plan(MODEL, "model", "Answer by " + model.name(), false, List.of(conversation.first())));
    }

    @Override
    public List<Template> templates() {
        return List.of();
    }
}
