package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stemma.core.Clock;

/** What the node says of a model that is set and cannot be asked. */
final class ThinkingTest {
    private static final String MODEL = "[model]\nendpoint = \"http://127.0.0.1:1/v1\"\nname = \"local\"\n";
    private static final String KEYED = MODEL + "key_variable = \"PEER_KEY\"\n";

    private static Optional<String> lack(String settings, Map<String, String> environment) {
        return Thinking.of(NodeConfigFile.read("node.toml", settings), environment, Clock.system())
                .lack();
    }

    @Test
    void aKeyVariableThatIsNotSetIsNamed() {
        String sentence = "the model has no key, because the variable PEER_KEY, which [model] key_variable names, is"
                + " not set where the node was started; set it and start the node again";
        assertThat(lack(KEYED, Map.of())).contains(sentence);
        assertThat(lack(KEYED, Map.of("PEER_KEY", ""))).contains(sentence);
        assertThat(lack(KEYED, Map.of("peer_key", "sk-1"))).contains(sentence);
    }

    @Test
    void nothingIsMissingWhereNoneIsNeeded() {
        assertThat(lack(KEYED, Map.of("PEER_KEY", "sk-1"))).isEmpty();
        assertThat(lack(MODEL, Map.of())).isEmpty();
        assertThat(lack(MODEL + "key_variable = \"\"\n", Map.of())).isEmpty();
        assertThat(lack("", Map.of())).isEmpty();
    }
}
