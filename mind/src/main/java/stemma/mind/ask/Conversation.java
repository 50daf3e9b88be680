package stemma.mind.ask;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stemma.core.ActId;
import stemma.core.ActWaiting;
import stemma.core.Clock;
import stemma.core.Ending;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.mind.Bench;
import stemma.mind.Findings;
import stemma.mind.GoalRequest;
import stemma.mind.Plan;
import stemma.mind.Step;
import stemma.mind.StepFailed;
import stemma.mind.Texts;
import stemma.model.ChatModel;
import stemma.model.ChatRequest;
import stemma.model.Message;
import stemma.model.ModelReply;
import stemma.model.ModelResult;
import stemma.model.ToolCall;
import stemma.model.ToolSpec;
import stemma.tools.ToolResult;

/**
 * One goal's conversation with a model.
 *
 * <pre>
 *   ask --calls--> step: take them, ask again --calls--> ...      at most {@link Plan#STEPS_MAX} steps
 *    |                                            |
 *    no calls                                     no calls
 *    +--> report: cited ----> done                              each line with its receipts
 *                 uncited --> told so, asked again              at most three times
 * </pre>
 *
 * <p>Trust only falls. What a tool returned from the folder is of the workspace's trust, what the model
 * wrote is of the model's, and every later act of this goal carries both, so that policy can see that
 * a command was thought up by a model that had read a stranger's file.
 *
 * <p>Used by the goal's one thread.
 */
final class Conversation {
    /** The most calls of one goal. */
    static final int CALLS_MAX = 120;
    /** How long a goal may be worked on, questions to a person not counted. */
    static final long WORK_MILLIS_MAX = 60 * 60_000L;
    /** What one call may add to the conversation. */
    static final int ANSWER_CHARS_MAX = 40_000;
    /** The most characters of all messages together. */
    static final int CONVERSATION_CHARS_MAX = 1_000_000;

    private final ChatModel model;
    private final Clock clock;
    private final Transcript messages = new Transcript();
    private final Map<ActId, Ending> acts = new LinkedHashMap<>();
    private Provenance provenance;
    private int calls;
    private long workNanos;

    Conversation(ChatModel model, Clock clock, GoalRequest request) {
        this.model = model;
        this.clock = clock;
        this.provenance = request.provenance();
        messages.add(new Message.Instruction(Prompt.SYSTEM));
        messages.add(new Message.User(Prompt.goal(request)));
    }

    Step first() {
        return asking("Ask the model what to look at");
    }

    private Step asking(String title) {
        return new Step(title, (bench, before) -> timed(() -> next(bench)));
    }

    /**
     * A step that takes calls. All calls of a turn carry what the model had read when it asked for
     * them, and nothing later: so the act that was approved is the act that is performed.
     */
    private Step taking(List<ToolCall> asked) {
        TurnCalls turn = new TurnCalls(asked, this::answer);
        Provenance then = provenance;
        return new Step(
                turn.title(),
                (bench, before) -> timed(() -> {
                    if (turn.take(bench, bench.toolbox(then))) {
                        turn.tell(messages);
                    }
                    return next(bench);
                }));
    }

    /** Work on the conversation that can be stopped. */
    private interface Work {
        Step.Outcome run() throws InterruptedException;
    }

    private Step.Outcome timed(Work work) throws InterruptedException {
        long began = clock.nanos();
        try {
            return work.run();
        } finally {
            workNanos += clock.nanos() - began;
        }
    }

    private Step.Outcome next(Bench bench) throws InterruptedException {
        checkBounds();
        messages.keep(bench.left());
        ModelReply reply = ask(bench);
        messages.add(reply.message());
        messages.keep(bench.left());
        learned(bench, reply.provenance());
        if (!reply.refusal().isEmpty()) {
            throw new StepFailed(
                    "the model " + model.name() + " declined: " + Texts.cut(Texts.oneLine(reply.refusal()), 300));
        }
        return reply.calls().isEmpty() ? report(bench, reply) : more(reply.calls());
    }

    private void checkBounds() {
        if (workNanos > WORK_MILLIS_MAX * 1_000_000) {
            throw new StepFailed("the model was given " + Texts.duration(WORK_MILLIS_MAX) + " and came to no end");
        }
        long chars = messages.all().stream().mapToLong(Conversation::chars).sum();
        if (chars > CONVERSATION_CHARS_MAX) {
            throw new StepFailed("the conversation with the model grew beyond " + CONVERSATION_CHARS_MAX
                    + " characters; ask for less at a time");
        }
    }

    private static long chars(Message message) {
        return switch (message) {
            case Message.Instruction m -> m.text().length();
            case Message.User m -> m.text().length();
            case Message.Assistant m ->
                m.text().length()
                        + m.calls().stream().mapToLong(c -> c.text().length()).sum();
            case Message.ToolAnswer m -> m.text().length();
        };
    }

    private ModelReply ask(Bench bench) throws InterruptedException {
        List<ToolSpec> tools = bench.toolbox(provenance).tools().stream()
                .map(t -> new ToolSpec(t.name(), t.description(), t.parameters()))
                .toList();
        ModelResult result =
                model.ask(ChatRequest.of(messages.all(), tools), bench.behalf().after(provenance));
        return switch (result) {
            case ModelResult.Answered(ModelReply reply, Receipt receipt) -> {
                bench.note(receipt);
                yield reply;
            }
            case ModelResult.Waiting(var approval) -> throw new ActWaiting(approval);
            case ModelResult.Failed(var failure, Receipt receipt) -> {
                bench.note(receipt);
                throw new StepFailed(failure.sentence() + " (act " + receipt.id() + ")");
            }
            case ModelResult.Refused(Receipt receipt) -> {
                bench.note(receipt);
                if (receipt.ending() == Ending.CANCELLED) {
                    throw new InterruptedException("asking the model was cancelled");
                }
                throw new StepFailed("the model was not asked: "
                        + receipt.ending().word() + (receipt.note().isEmpty() ? "" : ", " + receipt.note()) + " (act "
                        + receipt.id() + ")");
            }
        };
    }

    private Step.Outcome more(List<ToolCall> asked) {
        calls += asked.size();
        if (calls > CALLS_MAX) {
            throw new StepFailed("the model asked for more than " + CALLS_MAX + " tool calls and came to no end");
        }
        String summary = "asked for " + Texts.count(asked.size(), "call");
        return new Step.Outcome.Done(summary, Findings.NONE, List.of(taking(asked)));
    }

    private Step.Outcome report(Bench bench, ModelReply reply) {
        if (reply.finish() == ModelReply.Finish.FILTERED) {
            throw new StepFailed("the model's provider stopped the answer of " + model.name());
        }
        CitedReport report = CitedReport.of(reply.text(), acts.keySet());
        if (report.claims() == 0) {
            boolean looked = !acts.isEmpty();
            messages.add(new Message.User(looked ? Prompt.NO_CITATIONS : Prompt.NO_LOOK));
            String why = looked
                    ? "the model's report cites none of its acts"
                    : "the model reported without having looked at anything";
            return new Step.Outcome.Replan(why, List.of(asking("Ask the model for evidence")));
        }
        ActId asked = bench.receipts().getLast();
        return Step.Outcome.done(report.summary(), report.findings(model.name(), asked));
    }

    /** What the model is told of a result: the act's id first, so that it can cite it. */
    private TurnCalls.Told answer(Bench bench, ToolResult result) {
        return switch (result) {
            case ToolResult.Done(Receipt receipt, String text, Provenance source) -> {
                noted(bench, receipt);
                learned(bench, source);
                yield told(receipt, "done", text);
            }
            case ToolResult.Failed(Receipt receipt, String text, Provenance source) -> {
                noted(bench, receipt);
                learned(bench, source);
                yield told(receipt, receipt.ending().word(), text);
            }
            case ToolResult.BadCall(String text) -> new TurnCalls.Told("no act: " + text, List.of());
            case ToolResult.Waiting w -> new TurnCalls.Told(w.text(), List.of());
        };
    }

    private void learned(Bench bench, Provenance source) {
        provenance = provenance.with(source);
        bench.saw(source);
    }

    private static TurnCalls.Told told(Receipt receipt, String ending, String text) {
        return new TurnCalls.Told(
                "[act " + receipt.id() + "] " + ending + "\n" + Texts.cut(text, ANSWER_CHARS_MAX),
                List.of(receipt.id()));
    }

    private void noted(Bench bench, Receipt receipt) {
        bench.note(receipt);
        acts.put(receipt.id(), receipt.ending());
    }
}
