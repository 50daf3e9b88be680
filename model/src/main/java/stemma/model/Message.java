package stemma.model;

import java.util.List;

/** One message of a conversation. */
public sealed interface Message {
    /** What the model is told to be; the first message, and never changed during a conversation. */
    record Instruction(String text) implements Message {}

    /** From whoever uses the model. */
    record User(String text) implements Message {}

    /** From the model, as it was received. */
    record Assistant(String text, List<ToolCall> calls) implements Message {
        public Assistant {
            calls = List.copyOf(calls);
        }
    }

    /** What came of one of the model's tool calls. */
    record ToolAnswer(String callId, String text) implements Message {}
}
