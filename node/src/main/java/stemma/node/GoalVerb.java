package stemma.node;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import stemma.core.ActId;
import stemma.core.Event;
import stemma.core.Events;
import stemma.core.Json;
import stemma.core.Provenance;
import stemma.core.Refusal;
import stemma.gateway.Wire;
import stemma.gateway.verb.Shell;
import stemma.mind.Goal;
import stemma.mind.GoalRequest;
import stemma.mind.GoalState;
import stemma.mind.GoalView;
import stemma.mind.Goals;
import stemma.mind.Planner;

/** {@code stemma goal TEXT}: starts a goal and shows its steps as they happen; Ctrl-C cancels it. */
final class GoalVerb implements Cli.TerminalVerb {
    private static final long POLL_MILLIS = 500;

    private final Supplier<Node> opened;

    GoalVerb(Supplier<Node> opened) {
        this.opened = opened;
    }

    @Override
    public String name() {
        return "goal";
    }

    @Override
    public String summary() {
        return "Give the node a goal and watch it work; Ctrl-C cancels it";
    }

    @Override
    public void options(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel("TEXT")
                .type(String.class)
                .description("what is wanted, in your own words")
                .build());
        spec.addOption(OptionSpec.builder("--dir")
                .paramLabel("PATH")
                .type(String.class)
                .description("the folder it is about; this one unless given")
                .build());
        spec.addOption(OptionSpec.builder("--template")
                .paramLabel("NAME")
                .type(String.class)
                .description("use this plan template, or model for the configured model, whatever the words say")
                .build());
        spec.addOption(OptionSpec.builder("--templates")
                .description("list the plan templates")
                .build());
        spec.addOption(OptionSpec.builder("--detach")
                .description("do not watch; print the goal's id")
                .build());
        spec.addOption(OptionSpec.builder(CliTree.JSON)
                .description("print the end as JSON")
                .build());
    }

    @Override
    public int run(ParseResult parsed, Shell shell) throws InterruptedException {
        PrintStream out = new PrintStream(shell.out(), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(shell.err(), true, StandardCharsets.UTF_8);
        if (parsed.hasMatchedOption("--templates")) {
            out.println(opened.get().rooms().goal().templatesText());
            return Cli.OK;
        }
        if (parsed.matchedPositionals().isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.BAD_INPUT, "the goal itself is missing; say it in words, or see stemma goal --help");
        }
        String text = parsed.matchedPositionals().getFirst().stringValues().getFirst();
        Path dir = shell.folder()
                .resolve(CliTree.option(parsed, "--dir").orElse("."))
                .normalize();
        Node node = opened.get();
        Goals goals = node.goals();
        try (Events.Watcher watcher = node.events().watch()) {
            GoalRequest request = new GoalRequest(text, dir, CliTree.option(parsed, "--template"), Provenance.OPERATOR);
            Goal goal = goals.start(request, Invocation.OPERATOR);
            if (parsed.hasMatchedOption("--detach")) {
                out.println(goal.id());
                return Cli.OK;
            }
            shell.onSignal(name -> Thread.ofVirtual().start(() -> cancel(goals, goal.id())));
            boolean byModel = goal.template().equals(Planner.MODEL);
            err.println("stemma: goal " + goal.id() + ", by the "
                    + (byModel ? "model planner" : "template " + goal.template()));
            GoalView ended = node.rooms().goal().view(follow(goals, goal.id(), watcher, err));
            return ended(ended, parsed.hasMatchedOption(CliTree.JSON), out, err);
        }
    }

    /** Waits for the goal's worker, so it has a thread of its own: whoever brings a signal must not wait. */
    private static void cancel(Goals goals, ActId id) {
        try {
            goals.cancel(id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Refusal e) {
            return; // it has ended in the meantime
        }
    }

    private static Goal follow(Goals goals, ActId id, Events.Watcher watcher, PrintStream err)
            throws InterruptedException {
        String said = "";
        while (true) {
            Optional<Event> event = watcher.poll(POLL_MILLIS);
            if (event.isPresent()
                    && event.get().topic().equals("goal")
                    && event.get().subject().equals(id.toString())) {
                said = say(event.get().body(), said, err);
            }
            Goal goal = goals.find(id).orElseThrow();
            if (goal.state() != GoalState.ACTIVE && goal.state() != GoalState.WAITING) {
                return goal;
            }
        }
    }

    private static String say(Json.Obj body, String said, PrintStream err) {
        if (body.find("step").isEmpty()) {
            String message = body.find("message").isPresent() ? body.string("message") : "";
            if (!message.isEmpty() && !message.equals(said)) {
                err.println("stemma: " + message);
            }
            return message;
        }
        String state = body.find("stepState").isPresent() ? body.string("stepState") : "";
        String summary = body.find("summary").isPresent() ? body.string("summary") : "";
        err.println("  " + body.longNumber("step") + "/" + body.longNumber("steps") + " " + state + "  "
                + body.string("title") + (summary.isEmpty() ? "" : ": " + summary));
        return said;
    }

    private static int ended(GoalView goal, boolean json, PrintStream out, PrintStream err) {
        if (json) {
            out.println(new Wire().text(goal));
        } else if (!goal.report().isEmpty()) {
            out.println(goal.report());
        }
        boolean done = goal.state().equals(GoalState.DONE.word());
        if (!done) {
            err.println("stemma: goal " + goal.id() + " " + goal.state() + ": " + goal.message());
        }
        return done ? Cli.OK : Cli.FAILED;
    }
}
