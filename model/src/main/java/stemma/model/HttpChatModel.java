package stemma.model;

import java.util.Optional;
import java.util.function.Consumer;
import stemma.core.Act;
import stemma.core.Behalf;
import stemma.core.Cost;
import stemma.core.Gate;
import stemma.core.Receipt;
import stemma.core.Result;

/** A model behind an OpenAI-compatible address, asked through the gate. Thread-safe. */
public final class HttpChatModel implements ChatModel {
    private static final long PAUSE_MILLIS_FIRST = 500;
    /** The gate's deadline lies this much behind the exchange's own, which says more when it passes. */
    private static final long GRACE_MILLIS = 5_000;

    private final Gate gate;
    private final ModelEndpoint endpoint;
    private final Pause pause;

    /** Waits; injected so that tests need not. */
    @FunctionalInterface
    public interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    public HttpChatModel(Gate gate, ModelEndpoint endpoint, Pause pause) {
        this.gate = gate;
        this.endpoint = endpoint;
        this.pause = pause;
    }

    @Override
    public String name() {
        return endpoint.model();
    }

    @Override
    public ModelResult ask(ChatRequest request, Behalf behalf, Consumer<String> onText) throws InterruptedException {
        ModelQuestion question = new ModelQuestion(
                endpoint,
                ChatWire.bytes(request, endpoint.model(), endpoint.streams()),
                request.tools().stream().map(ToolSpec::name).toList(),
                onText);
        Act act = act(question, request.outputTokensMax(), behalf);
        int attempt = 1;
        while (true) {
            ModelResult result = attempt(act, question);
            Optional<Long> wait = result instanceof ModelResult.Failed failed
                    ? waitMillis(failed.failure(), attempt)
                    : Optional.empty();
            if (wait.isEmpty()) {
                return result;
            }
            pause.millis(wait.get());
            attempt++;
        }
    }

    private Act act(ModelQuestion question, int outputTokensMax, Behalf behalf) {
        long most = Math.min(Cost.UNIT_MAX, Tokens.most(question.body().length, outputTokensMax));
        long millis = Math.min(Act.DEADLINE_MILLIS_MAX, endpoint.limits().totalMillisMax() + GRACE_MILLIS);
        return behalf.act(ModelOps.MODEL_ASK, question.request().host().toString())
                .input(question.digest())
                .paidFrom(behalf.purse(), Cost.tokens(most))
                .within(millis);
    }

    private ModelResult attempt(Act act, ModelQuestion question) {
        return switch (gate.perform(ModelOps.MODEL_ASK, act, question)) {
            case Result.Waiting<ModelOutcome>(var approval) -> new ModelResult.Waiting(approval);
            case Result.Ended<ModelOutcome>(Receipt receipt, var output) ->
                output.<ModelResult>map(outcome -> switch (outcome) {
                            case ModelOutcome.Replied(ModelReply reply) -> new ModelResult.Answered(reply, receipt);
                            case ModelOutcome.Failed(ModelFailure failure) -> new ModelResult.Failed(failure, receipt);
                        })
                        .orElseGet(() -> new ModelResult.Refused(receipt));
        };
    }

    /** How long to wait before another attempt; empty when there is to be none. */
    private Optional<Long> waitMillis(ModelFailure failure, int attempt) {
        if (!failure.passing() || attempt >= endpoint.attemptsMax()) {
            return Optional.empty();
        }
        long usual = PAUSE_MILLIS_FIRST << (attempt - 1);
        long asked = failure instanceof ModelFailure.Busy busy ? busy.retryAfterMillis() : -1;
        if (asked > endpoint.pauseMillisMax()) {
            return Optional.empty();
        }
        return Optional.of(Math.min(Math.max(usual, asked), endpoint.pauseMillisMax()));
    }
}
