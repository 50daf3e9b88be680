package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Clock;
import stemma.core.Entropy;
import stemma.core.Refusal;
import stemma.identity.Identity;
import stemma.identity.ImportedSecrets;
import stemma.identity.Keyring;
import stemma.identity.Vault;
import stemma.store.Home;
import stemma.store.LocalDisk;

/** What the node says of a model that is set and cannot be asked. */
final class ThinkingTest {
    @TempDir
    private Path folder;

    private static final String MODEL = "[model]\nendpoint = \"http://127.0.0.1:1/v1\"\nname = \"local\"\n";
    private static final LocalDisk DISK = new LocalDisk();
    private static final String KEYED = MODEL + "key_variable = \"PEER_KEY\"\n";

    private Optional<String> lack(String settings, Map<String, String> environment) {
        NodeConfig config = NodeConfigFile.read("node.toml", settings);
        return Thinking.of(config, keyring(config, environment), Clock.system()).lack();
    }

    private Keyring keyring(NodeConfig config, Map<String, String> environment) {
        Vault vault = vault();
        return new Keyring(vault, ImportedSecrets.of(environment, config.variables()));
    }

    private Vault vault() {
        Home home = new Home(folder);
        home.prepare();
        return Vault.open(DISK, home, Identity.open(DISK, home, Entropy.system()), Entropy.system(), Clock.system());
    }

    @Test
    void aKeyThatTheVaultDoesNotHoldIsNamed() {
        assertThat(lack(MODEL + "key = \"vault:peer\"\n", Map.of()))
                .contains("the model has no key, because the vault does not hold vault:peer, which [model] key names;"
                        + " keep it with: stemma vault put peer");
    }

    @Test
    void aKeyThatIsWrittenOutIsRefusedAndNotRepeated() {
        for (String key : new String[] {"sk-live-0123456789abcdef", "vault:not a name", "VAULT:x", "env:"}) {
            assertThatThrownBy(() -> NodeConfigFile.read("node.toml", MODEL + "key = \"" + key + "\"\n"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("node.toml:4:1: ")
                    .hasMessageContaining("stemma vault put NAME")
                    .hasMessageNotContaining(key);
        }
        assertThatThrownBy(() -> NodeConfigFile.read("node.toml", KEYED + "key = \"vault:peer\"\n"))
                .hasMessageContaining("keep one of them");
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
