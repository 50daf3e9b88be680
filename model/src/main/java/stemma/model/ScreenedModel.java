package stemma.model;

import java.util.function.Consumer;
import stemma.core.Behalf;
import stemma.core.Screen;

/**
 * A model that is told no secret: whatever a conversation holds of one, from a person or out of a file,
 * a mark with its name stands in its place. The same text is always masked alike, so that the bytes
 * before the newest message stay the same. Thread-safe.
 */
public final class ScreenedModel implements ChatModel {
    private final ChatModel model;
    private final Screen screen;

    public ScreenedModel(ChatModel model, Screen screen) {
        this.model = model;
        this.screen = screen;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public ModelResult ask(ChatRequest request, Behalf behalf, Consumer<String> onText) throws InterruptedException {
        ChatRequest screened = new ChatRequest(
                request.messages().stream().map(this::screened).toList(), request.tools(), request.outputTokensMax());
        return model.ask(screened, behalf, onText);
    }

    private Message screened(Message message) {
        return switch (message) {
            case Message.Instruction m -> m;
            case Message.User m -> new Message.User(screen.masked(m.text()));
            case Message.Assistant m ->
                new Message.Assistant(
                        screen.masked(m.text()),
                        m.calls().stream().map(this::screened).toList());
            case Message.ToolAnswer m -> new Message.ToolAnswer(m.callId(), screen.masked(m.text()));
        };
    }

    private ToolCall screened(ToolCall call) {
        return new ToolCall(call.id(), call.name(), screen.masked(call.text()), call.arguments());
    }
}
