package stemma.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import stemma.core.Json;
import stemma.core.JsonException;
import tools.jackson.databind.JsonNode;

/**
 * Puts a reply together from the chunks of a stream, or from one whole answer, which has the same
 * shape but for {@code message} in place of {@code delta}. Tool calls come in fragments: the place in
 * the list, the id and name once, the arguments in pieces, several calls interleaved. One use.
 */
final class ReplyBuilder {
    static final int CALLS_MAX = 128;

    private final Consumer<String> onText;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final TreeMap<Integer, Fragments> calls = new TreeMap<>();
    private String finish = "";
    private String model = "";
    private JsonNode usage = WireJson.object("{}");

    /** One tool call under way. */
    private static final class Fragments {
        private final StringBuilder arguments = new StringBuilder();
        private String id = "";
        private String name = "";
    }

    ReplyBuilder(Consumer<String> onText) {
        this.onText = onText;
    }

    void add(JsonNode chunk) {
        model = model.isEmpty() ? WireJson.text(chunk, "model") : model;
        if (chunk.path("usage").isObject()) {
            usage = chunk.path("usage");
        }
        JsonNode choice = chunk.path("choices").path(0);
        String reason = WireJson.text(choice, "finish_reason");
        finish = reason.isEmpty() ? finish : reason;
        JsonNode part = choice.path("delta").isObject() ? choice.path("delta") : choice.path("message");
        String piece = WireJson.text(part, "content");
        if (!piece.isEmpty()) {
            text.append(piece);
            onText.accept(Surrogates.mended(piece));
        }
        refusal.append(WireJson.text(part, "refusal"));
        part.path("tool_calls").forEach(this::addCall);
    }

    private void addCall(JsonNode fragment) {
        Fragments call = calls.computeIfAbsent(place(fragment), place -> new Fragments());
        call.id = call.id.isEmpty() ? WireJson.text(fragment, "id") : call.id;
        JsonNode function = fragment.path("function");
        call.name = call.name.isEmpty() ? WireJson.text(function, "name") : call.name;
        JsonNode arguments = function.path("arguments");
        call.arguments.append(arguments.isObject() ? arguments.toString() : WireJson.text(function, "arguments"));
    }

    /** Some servers leave the index out: then a new id begins a new call, and anything else goes on. */
    private int place(JsonNode fragment) {
        JsonNode index = fragment.path("index");
        int last = calls.isEmpty() ? -1 : calls.lastKey();
        boolean begins = last < 0 || !WireJson.text(fragment, "id").isEmpty();
        int place = index.isInt() ? index.intValue() : begins ? last + 1 : last;
        if (place < 0 || place >= CALLS_MAX) {
            throw new WireFault("it calls more than " + CALLS_MAX + " tools at once");
        }
        return place;
    }

    boolean finished() {
        return !finish.isEmpty();
    }

    boolean empty() {
        return text.isEmpty() && refusal.isEmpty() && calls.isEmpty() && finish.isEmpty();
    }

    /** The reply; throws {@link WireFault} when there is none. */
    ModelReply reply(String askedModel, List<String> tools, long requestBytes) {
        if (empty()) {
            throw new WireFault("it holds no choice");
        }
        List<ToolCall> made = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        calls.values().forEach(call -> made.add(call(call, made.size(), tools, ids)));
        if (finish.equals("tool_calls") && made.isEmpty()) {
            throw new WireFault("it says that it calls tools and names none");
        }
        return new ModelReply(
                Surrogates.mended(text.toString()),
                Surrogates.mended(refusal.toString()),
                made,
                finish(),
                usage(requestBytes),
                model.isEmpty() ? askedModel : Surrogates.mended(model));
    }

    private static ToolCall call(Fragments call, int place, List<String> tools, Set<String> ids) {
        String given = Surrogates.mended(call.id);
        String id = !given.isEmpty() && ids.add(given) ? given : "call-" + (place + 1);
        ids.add(id);
        String name = Surrogates.mended(call.name);
        String written = Surrogates.mended(call.arguments.toString());
        return new ToolCall(id, name, written, arguments(name, written, tools));
    }

    private static ToolCall.Arguments arguments(String name, String written, List<String> tools) {
        if (!tools.contains(name)) {
            String known = tools.isEmpty() ? "none were offered" : "the tools are " + String.join(", ", tools);
            return new ToolCall.Arguments.Unusable("there is no tool named '" + name + "'; " + known);
        }
        try {
            if (Json.parse(written.isBlank() ? "{}" : written) instanceof Json.Obj object) {
                return new ToolCall.Arguments.Given(object);
            }
            return new ToolCall.Arguments.Unusable("the arguments of " + name + " are not a JSON object");
        } catch (JsonException e) {
            return new ToolCall.Arguments.Unusable("the arguments of " + name + " are not JSON: " + e.getMessage());
        }
    }

    private ModelReply.Finish finish() {
        return switch (finish) {
            case "stop" -> calls.isEmpty() ? ModelReply.Finish.STOP : ModelReply.Finish.TOOL_CALLS;
            case "tool_calls", "function_call" -> ModelReply.Finish.TOOL_CALLS;
            case "length" -> ModelReply.Finish.LENGTH;
            case "content_filter" -> ModelReply.Finish.FILTERED;
            default -> ModelReply.Finish.OTHER;
        };
    }

    private ModelReply.Usage usage(long requestBytes) {
        long prompt = count(usage.path("prompt_tokens"));
        long output = count(usage.path("completion_tokens"));
        if (prompt + output > 0) {
            long cached = count(usage.path("prompt_tokens_details").path("cached_tokens"));
            return new ModelReply.Usage(prompt, Math.min(cached, prompt), output, false);
        }
        long written = (long) text.length() + refusal.length();
        for (Fragments call : calls.values()) {
            written += call.arguments.length();
        }
        return new ModelReply.Usage(Tokens.guess(requestBytes), 0, Tokens.guess(written), true);
    }

    private static long count(JsonNode number) {
        return number.canConvertToLong() ? Math.clamp(number.longValue(), 0, Tokens.COUNT_MAX) : 0;
    }
}
