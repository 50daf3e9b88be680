package stemma.mind;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stemma.core.ActId;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Provenance;
import stemma.core.Refusal;

/** What a person or a program can ask of the node about goals. */
public final class MindOperations {
    /** The most goals of one list. */
    public static final int LIST_MAX = 500;

    /** Input of {@code goal}. */
    public record GoalInput(
            @Param(value = "what is wanted, in your own words", position = 0)
            String text,

            @Param(value = "the folder it is about", byDefault = "")
            String dir,

            @Param(value = "the plan template to use, instead of the words deciding", byDefault = "")
            String template) {}

    /** Input of the operations on one goal. */
    public record IdInput(
            @Param(value = "the goal's id, such as 3.41", position = 0)
            String id) {}

    /** Input of {@code goal.list}. */
    public record ListInput(
            @Param(value = "how many at most", byDefault = "50")
            int limit) {}

    /** Output of {@code goal.list}. */
    public record GoalList(List<GoalView> goals) {
        public GoalList {
            goals = List.copyOf(goals);
        }
    }

    /** Output of {@code goal.templates}. */
    public record TemplateList(List<Planner.Template> templates) {
        public TemplateList {
            templates = List.copyOf(templates);
        }
    }

    private final Goals goals;
    private final Planner planner;

    public MindOperations(Goals goals, Planner planner) {
        this.goals = goals;
        this.planner = planner;
    }

    /** Every operation of this module, declared before there is anything to ask: it is asked for at each call. */
    public static List<Operation<?, ?>> all(Supplier<MindOperations> live) {
        return List.of(
                new Operation<>(
                        "goal",
                        "Start a goal; it is worked on while you watch or not",
                        GoalInput.class,
                        GoalView.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().start(input, call),
                        GoalText::started),
                new Operation<>(
                        "goal.list",
                        "List goals, the newest first",
                        ListInput.class,
                        GoalList.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().list(input),
                        list -> GoalText.list(list.goals())),
                new Operation<>(
                        "goal.show",
                        "Show one goal with its steps and its report",
                        IdInput.class,
                        GoalView.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().show(input),
                        GoalText::whole),
                new Operation<>(
                        "goal.cancel",
                        "Cancel a goal and interrupt what it does",
                        IdInput.class,
                        GoalView.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().cancel(input),
                        GoalText::brief),
                new Operation<>(
                        "goal.resume",
                        "Let a goal go on that was interrupted",
                        IdInput.class,
                        GoalView.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().resume(input),
                        GoalText::brief),
                new Operation<>(
                        "goal.templates",
                        "List the plans that need no model",
                        Operation.Nothing.class,
                        TemplateList.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().templates(),
                        list -> GoalText.templates(list.templates())));
    }

    private GoalView start(GoalInput input, Call call) {
        try {
            if (input.dir().isEmpty() && !input.template().equals("verify-ledger")) {
                throw new Refusal(Refusal.Kind.BAD_INPUT, "which folder is it about? Give one with --dir");
            }
            Path dir = input.dir().isEmpty() ? Path.of("/") : Path.of(input.dir());
            Optional<String> template = input.template().isEmpty() ? Optional.empty() : Optional.of(input.template());
            return view(goals.start(new GoalRequest(input.text(), dir, template, Provenance.OPERATOR), call.caller()));
        } catch (InvalidPathException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "'" + input.dir() + "' is no path: " + e.getReason());
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }

    private GoalList list(ListInput input) {
        if (input.limit() < 1 || input.limit() > LIST_MAX) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "a list has 1 to " + LIST_MAX + " goals");
        }
        return new GoalList(
                goals.newest(input.limit()).stream().map(GoalView::brief).toList());
    }

    private GoalView show(IdInput input) {
        return view(find(input.id()));
    }

    private GoalView cancel(IdInput input) throws InterruptedException {
        return view(goals.cancel(ActId.given(input.id())));
    }

    private GoalView resume(IdInput input) throws InterruptedException {
        return view(goals.resume(ActId.given(input.id())));
    }

    private TemplateList templates() {
        return new TemplateList(planner.templates());
    }

    private Goal find(String text) {
        ActId id = ActId.given(text);
        return goals.find(id)
                .orElseThrow(
                        () -> new Refusal(Refusal.Kind.NOT_FOUND, "there is no goal " + id + "; see stemma goal list"));
    }

    /** The goal with its steps and its report. */
    public GoalView view(Goal goal) {
        return GoalView.whole(
                goal, goals.answers().report(goal).orElse(""), goals.answers().label(goal));
    }

    /** The plan templates for a terminal. */
    public String templatesText() {
        return GoalText.templates(planner.templates());
    }
}
