package stemma.model;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import stemma.core.Digest;
import stemma.sandbox.EgressRequest;

/**
 * One attempt at asking a model: the exact bytes that are sent.
 *
 * @param body the request; an approval is bound to its digest
 * @param tools names of the tools that were offered
 * @param onText takes pieces of the text
 */
public record ModelQuestion(ModelEndpoint endpoint, byte[] body, List<String> tools, Consumer<String> onText) {
    public ModelQuestion {
        tools = List.copyOf(tools);
    }

    Digest digest() {
        return Digest.of(body);
    }

    EgressRequest request() {
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                "Accept",
                endpoint.streams() ? "text/event-stream, application/json" : "application/json");
        return new EgressRequest(endpoint.chat(), headers, endpoint.key(), body, endpoint.limits());
    }
}
