package stemma.model;

import java.net.URI;
import java.util.Optional;
import stemma.sandbox.EgressLimits;

/**
 * A model behind an OpenAI-compatible address.
 *
 * @param base without {@code /chat/completions}, such as {@code http://127.0.0.1:11434/v1}
 * @param model the name it is asked by
 * @param key handle of the API key
 * @param streams whether to ask for a stream; a whole answer is understood either way
 * @param limits what one attempt may take
 * @param attemptsMax 1 to {@value #ATTEMPTS_MAX}
 * @param pauseMillisMax the longest wait before another attempt; a host that asks for more is not waited for
 */
public record ModelEndpoint(
        URI base,
        String model,
        Optional<String> key,
        boolean streams,
        EgressLimits limits,
        int attemptsMax,
        long pauseMillisMax) {
    public static final int ATTEMPTS_MAX = 10;
    private static final int ATTEMPTS_DEFAULT = 3;
    private static final long PAUSE_MILLIS_DEFAULT = 30_000;

    public ModelEndpoint {
        if (model.isEmpty()) {
            throw new IllegalArgumentException("a model has a name");
        }
        if (attemptsMax < 1 || attemptsMax > ATTEMPTS_MAX) {
            throw new IllegalArgumentException("a model is asked 1 to " + ATTEMPTS_MAX + " times");
        }
    }

    /** Streaming, with the usual limits. */
    public static ModelEndpoint of(URI base, String model, Optional<String> key) {
        return new ModelEndpoint(
                base, model, key, true, EgressLimits.standard(), ATTEMPTS_DEFAULT, PAUSE_MILLIS_DEFAULT);
    }

    /** The same within other limits. */
    public ModelEndpoint within(EgressLimits other) {
        return new ModelEndpoint(base, model, key, streams, other, attemptsMax, pauseMillisMax);
    }

    URI chat() {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/chat/completions");
    }
}
