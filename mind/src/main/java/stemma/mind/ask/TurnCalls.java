package stemma.mind.ask;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import stemma.core.ActId;
import stemma.core.ActWaiting;
import stemma.core.Scope;
import stemma.mind.Bench;
import stemma.mind.StepFailed;
import stemma.mind.Texts;
import stemma.model.Message;
import stemma.model.ToolCall;
import stemma.tools.Tool;
import stemma.tools.ToolResult;
import stemma.tools.Toolbox;

/**
 * The calls of one turn of a model. It keeps what was answered, so that a question to a person in the
 * middle of a turn repeats none of them. Used by one thread.
 */
final class TurnCalls {
    /** Calls that only read and stand together are taken at the same time, up to this many. */
    static final int PARALLEL_CALLS_MAX = 10;
    /** The most calls of one turn; a model that asks for more is told so. */
    static final int TURN_CALLS_MAX = 32;

    private static final long CALLS_MILLIS_MAX = 65 * 60_000L;

    /** Turns a result into what the model is told. */
    @FunctionalInterface
    interface Teller {
        Told answer(Bench bench, ToolResult result);
    }

    /**
     * What the model is told of one call.
     *
     * @param acts that it tells of
     */
    record Told(String text, List<ActId> acts) {
        Told {
            acts = List.copyOf(acts);
        }
    }

    private final List<ToolCall> asked;
    private final Teller teller;
    private final Map<Integer, Told> answered = new LinkedHashMap<>();

    TurnCalls(List<ToolCall> asked, Teller teller) {
        this.asked = List.copyOf(asked);
        this.teller = teller;
    }

    /** Adds the answers, in the order of the calls. */
    void tell(Transcript transcript) {
        for (int i = 0; i < asked.size(); i++) {
            Told told = answered.getOrDefault(i, new Told("", List.of()));
            transcript.add(new Message.ToolAnswer(asked.get(i).id(), told.text()), told.acts());
        }
    }

    /**
     * Takes the calls that have no answer yet, in order; neighbours that only read are taken together.
     *
     * @return false when all had been taken before
     * @throws ActWaiting when a person has to be asked; the next call goes on from there
     */
    boolean take(Bench bench, Toolbox toolbox) throws InterruptedException {
        if (answered.size() == asked.size()) {
            return false;
        }
        int at = 0;
        while (at < asked.size()) {
            int end = at + 1;
            while (reads(toolbox, asked.get(at))
                    && end < asked.size()
                    && end - at < PARALLEL_CALLS_MAX
                    && reads(toolbox, asked.get(end))) {
                end++;
            }
            takeTogether(bench, toolbox, at, end);
            at = end;
        }
        return true;
    }

    private static boolean reads(Toolbox toolbox, ToolCall call) {
        return toolbox.find(call.name()).filter(Tool::readOnly).isPresent();
    }

    private void takeTogether(Bench bench, Toolbox toolbox, int from, int to) throws InterruptedException {
        List<Integer> open = new ArrayList<>();
        List<Callable<ToolResult>> tasks = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ToolCall call = asked.get(i);
            if (!answered.containsKey(i)) {
                boolean tooMany = i >= TURN_CALLS_MAX;
                open.add(i);
                tasks.add(() -> tooMany ? tooMany() : one(toolbox, call));
            }
        }
        List<ToolResult> results = tasks.size() == 1
                ? List.of(alone(tasks.getFirst()))
                : Scope.parallel("calls", PARALLEL_CALLS_MAX, tasks, Duration.ofMillis(CALLS_MILLIS_MAX));
        Optional<ActWaiting> waiting = Optional.empty();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof ToolResult.Waiting(var approval)) {
                waiting = Optional.of(new ActWaiting(approval));
            } else {
                answered.put(open.get(i), teller.answer(bench, results.get(i)));
            }
        }
        if (waiting.isPresent()) {
            throw waiting.get();
        }
    }

    private static ToolResult alone(Callable<ToolResult> task) throws InterruptedException {
        try {
            ToolResult result = task.call();
            if (Thread.interrupted()) {
                throw new InterruptedException("the goal was stopped");
            }
            return result;
        } catch (InterruptedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StepFailed("a tool failed: " + e.getMessage());
        }
    }

    private static ToolResult tooMany() {
        return new ToolResult.BadCall("not taken: one turn has at most " + TURN_CALLS_MAX + " calls; ask again");
    }

    private static ToolResult one(Toolbox toolbox, ToolCall call) {
        return switch (call.arguments()) {
            case ToolCall.Arguments.Given(var value) -> toolbox.call(call.name(), value);
            case ToolCall.Arguments.Unusable(String reason) -> new ToolResult.BadCall(reason);
        };
    }

    /** What the turn does, for a person. */
    String title() {
        List<String> said = asked.stream().limit(3).map(TurnCalls::title).toList();
        String more = asked.size() > said.size() ? " and " + (asked.size() - said.size()) + " more" : "";
        return String.join(", ", said) + more;
    }

    private static String title(ToolCall call) {
        String what = call.arguments() instanceof ToolCall.Arguments.Given(var value)
                ? value.members().values().stream()
                        .findFirst()
                        .map(v -> " " + v.text())
                        .orElse("")
                : "";
        return call.name() + Texts.cut(Texts.oneLine(what), 50);
    }
}
