package stemma.mind;

import stemma.core.ActId;

/** What a goal that is not active waits for. */
public sealed interface Waits {
    /** It waits for nothing: it is active or has ended. */
    record Nothing() implements Waits {}

    /** As many goals as may be active are. */
    record Turn() implements Waits {}

    /** The node ended while it was active; a person says when it goes on. */
    record Resume() implements Waits {}

    /** A person was asked. */
    record ForApproval(ActId id) implements Waits {}

    /** The form in the log. */
    default String text() {
        return switch (this) {
            case Nothing n -> "";
            case Turn t -> "turn";
            case Resume r -> "resume";
            case ForApproval(ActId id) -> "approval:" + id;
        };
    }

    /** Parses {@link #text()}; throws {@link IllegalArgumentException}. */
    static Waits parse(String text) {
        return switch (text) {
            case "" -> new Nothing();
            case "turn" -> new Turn();
            case "resume" -> new Resume();
            default -> {
                if (!text.startsWith("approval:")) {
                    throw new IllegalArgumentException("'" + text + "' is nothing a goal waits for");
                }
                yield new ForApproval(ActId.parse(text.substring("approval:".length())));
            }
        };
    }
}
