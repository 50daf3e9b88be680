package stemma.model;

import java.util.List;
import stemma.core.Provenance;
import stemma.core.Trust;

/**
 * What a model answered.
 *
 * @param text what it says; empty when it only calls tools
 * @param refusal why it declines; empty when it does not
 * @param calls tools it wants called, in its order
 * @param finish why it stopped
 * @param usage tokens taken
 * @param model the name under which the endpoint answered
 */
public record ModelReply(String text, String refusal, List<ToolCall> calls, Finish finish, Usage usage, String model) {

    /** Why a model stopped writing. */
    public enum Finish {
        /** It had said what it wanted. */
        STOP,
        /** It waits for its tool calls. */
        TOOL_CALLS,
        /** It reached the token limit: text and calls may be cut. */
        LENGTH,
        /** Its provider's filter stopped it. */
        FILTERED,
        /** A reason this node does not know, or none was given. */
        OTHER
    }

    /**
     * @param promptTokens read
     * @param cachedTokens of those, read from the provider's cache
     * @param outputTokens written
     * @param estimated whether the endpoint gave no figures and these are an estimate
     */
    public record Usage(long promptTokens, long cachedTokens, long outputTokens, boolean estimated) {
        public long tokens() {
            return promptTokens + outputTokens;
        }
    }

    public ModelReply {
        calls = List.copyOf(calls);
    }

    /** The reply as a message of the conversation that goes on. */
    public Message.Assistant message() {
        return new Message.Assistant(text.isEmpty() ? refusal : text, calls);
    }

    /** A model's word is data, whoever runs it. */
    public Provenance provenance() {
        return Provenance.of(Trust.MODEL, "model:" + model);
    }
}
