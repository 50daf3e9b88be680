package stemma.model;

import java.util.function.Consumer;
import stemma.core.Behalf;

/** A language model that continues a conversation. Implementations are thread-safe. */
public interface ChatModel {
    /** Its name, as the endpoint knows it. */
    String name();

    /**
     * Asks for the next message. Every attempt is one act {@code model.ask} of its own; what is worth
     * trying again is tried again within bounds.
     *
     * @param onText takes pieces of the text as they arrive, on the caller's thread; after a failed
     *     attempt the text begins anew
     * @throws InterruptedException when the caller's thread was interrupted
     */
    ModelResult ask(ChatRequest request, Behalf behalf, Consumer<String> onText) throws InterruptedException;

    /** Asks without watching the text arrive. */
    default ModelResult ask(ChatRequest request, Behalf behalf) throws InterruptedException {
        return ask(request, behalf, piece -> {});
    }
}
