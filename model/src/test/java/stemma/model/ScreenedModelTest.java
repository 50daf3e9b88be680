package stemma.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import stemma.core.Actor;
import stemma.core.Behalf;
import stemma.core.Json;
import stemma.core.Provenance;
import stemma.core.Screen;

/** No message of any kind brings a secret to the model, and what holds none is passed on as it is. */
final class ScreenedModelTest {
    private static final String PLANTED = "planted-secret-4711";
    private static final Screen SCREEN = text -> {
        int at = text.indexOf(PLANTED);
        return at < 0 ? List.of() : List.of(new Screen.Hit(at, at + PLANTED.length(), "vault:planted"));
    };

    private final List<ChatRequest> told = new ArrayList<>();
    private final ChatModel model = new ScreenedModel(new Listening(), SCREEN);

    private final class Listening implements ChatModel {
        @Override
        public String name() {
            return "listening";
        }

        @Override
        public ModelResult ask(ChatRequest request, Behalf behalf, Consumer<String> onText)
                throws InterruptedException {
            told.add(request);
            throw new InterruptedException("there is no answer here");
        }
    }

    private List<Message> told(List<Message> messages) {
        assertThatThrownBy(() -> model.ask(
                        ChatRequest.of(messages, List.of()), Behalf.of(Actor.operator("test"), Provenance.OPERATOR)))
                .isInstanceOf(InterruptedException.class);
        return told.getLast().messages();
    }

    private static List<Message> conversation(String secret) {
        Json.Obj value = Json.object().put("path", "a").build();
        ToolCall call = new ToolCall("1", "read", "{\"path\":\"" + secret + "\"}", new ToolCall.Arguments.Given(value));
        return List.of(
                new Message.Instruction("be good"),
                new Message.User("my key is " + secret + ", use it"),
                new Message.Assistant("you said " + secret, List.of(call)),
                new Message.ToolAnswer("1", "1: key=" + secret + "\n2: end"));
    }

    @Test
    void aSecretIsNamedAndNotTold() {
        List<Message> told = told(conversation(PLANTED));
        assertThat(told.toString()).doesNotContain(PLANTED);
        assertThat(told).isEqualTo(conversation("[secret vault:planted]"));
    }

    @Test
    void aConversationWithoutASecretIsToldAsItIs() {
        assertThat(told(conversation("nothing"))).isEqualTo(conversation("nothing"));
        assertThat(model.name()).isEqualTo("listening");
    }
}
