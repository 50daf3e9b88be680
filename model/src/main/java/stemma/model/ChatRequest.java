package stemma.model;

import java.util.List;

/**
 * Everything a model is asked with. It holds no time, cost or other volatile data by itself: whoever
 * has such data puts it in the newest message, so that the bytes before it stay the same.
 *
 * @param messages the conversation, oldest first
 * @param tools what the model may call
 * @param outputTokensMax how much it may write, 1 to {@value #OUTPUT_TOKENS_MAX}
 */
public record ChatRequest(List<Message> messages, List<ToolSpec> tools, int outputTokensMax) {
    public static final int OUTPUT_TOKENS_MAX = 1_000_000;
    public static final int OUTPUT_TOKENS_DEFAULT = 4_096;

    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a conversation has at least one message");
        }
        if (outputTokensMax < 1 || outputTokensMax > OUTPUT_TOKENS_MAX) {
            throw new IllegalArgumentException("a model writes 1 to " + OUTPUT_TOKENS_MAX + " tokens");
        }
    }

    public static ChatRequest of(List<Message> messages, List<ToolSpec> tools) {
        return new ChatRequest(messages, tools, OUTPUT_TOKENS_DEFAULT);
    }
}
