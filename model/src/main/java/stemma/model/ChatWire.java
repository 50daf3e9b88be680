package stemma.model;

import java.util.ArrayList;
import java.util.List;
import stemma.core.Json;

/**
 * Writes requests of the chat completions protocol.
 *
 * <p>The bytes are canonical JSON, so the same conversation gives the same bytes on every machine and
 * a request can be replayed and hashed. Members are in order of their names, which puts the output
 * limit before the messages and everything that follows them after: as long as limit, model and tools
 * stay the same, the request of the next turn repeats the last one up to the end of its messages, and
 * a provider's prompt cache can be used.
 */
final class ChatWire {
    private ChatWire() {}

    static byte[] bytes(ChatRequest request, String model, boolean stream) {
        var json = Json.object()
                .put("max_tokens", request.outputTokensMax())
                .put(
                        "messages",
                        Json.array(request.messages().stream()
                                .map(ChatWire::message)
                                .toList()))
                .put("model", model)
                .put("stream", stream);
        if (stream) {
            json.put("stream_options", Json.object().put("include_usage", true).build());
        }
        if (!request.tools().isEmpty()) {
            json.put(
                    "tools",
                    Json.array(request.tools().stream().map(ChatWire::tool).toList()));
        }
        return json.build().canonical();
    }

    private static Json message(Message message) {
        return switch (message) {
            case Message.Instruction(String text) -> plain("system", text);
            case Message.User(String text) -> plain("user", text);
            case Message.ToolAnswer(String callId, String text) ->
                Json.object()
                        .put("content", Surrogates.mended(text))
                        .put("role", "tool")
                        .put("tool_call_id", callId)
                        .build();
            case Message.Assistant assistant -> assistant(assistant);
        };
    }

    private static Json assistant(Message.Assistant message) {
        if (message.calls().isEmpty()) {
            return plain("assistant", message.text());
        }
        List<Json> calls = new ArrayList<>();
        for (ToolCall call : message.calls()) {
            calls.add(Json.object()
                    .put(
                            "function",
                            Json.object()
                                    .put("arguments", call.text())
                                    .put("name", call.name())
                                    .build())
                    .put("id", call.id())
                    .put("type", "function")
                    .build());
        }
        return Json.object()
                .put("content", message.text().isEmpty() ? Json.ofNull() : Json.of(Surrogates.mended(message.text())))
                .put("role", "assistant")
                .put("tool_calls", Json.array(calls))
                .build();
    }

    private static Json plain(String role, String text) {
        return Json.object()
                .put("content", Surrogates.mended(text))
                .put("role", role)
                .build();
    }

    private static Json tool(ToolSpec tool) {
        return Json.object()
                .put(
                        "function",
                        Json.object()
                                .put("description", tool.description())
                                .put("name", tool.name())
                                .put("parameters", tool.parameters())
                                .build())
                .put("type", "function")
                .build();
    }
}
