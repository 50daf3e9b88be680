package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stemma.core.Refusal;
import stemma.identity.Verifier;
import stemma.ledger.Witnesses;

/** The key is one of transparency-dev/formats, note/note_cosigv1_test.go (BSD-3-Clause). */
final class WitnessConfigTest {
    private static final String KEY = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

    private static Witnesses read(String lines) {
        return NodeConfigFile.read("node.toml", "[witness]\n" + lines).witnesses();
    }

    @Test
    void readsKeysAndQuorum() {
        assertThat(NodeConfigFile.read("node.toml", "").witnesses()).isEqualTo(Witnesses.NONE);
        assertThat(NodeConfigFile.read("node.toml", NodeConfigFile.TEMPLATE).witnesses())
                .isEqualTo(Witnesses.NONE);
        Witnesses one = read("keys = [\"" + KEY + "\"]\n");
        assertThat(one.keys()).containsExactly(Verifier.parseWitness(KEY));
        assertThat(one.quorum()).as("more than half").isEqualTo(1);
        assertThat(read("keys = [\"" + KEY + "\"]\nquorum = 1\n")).isEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keys = \"KEY\"            | a list of texts",
                "keys = [1]                | a list of texts",
                "keys = [\"nobody\"]       | name+keyid+base64",
                "keys = [\"KEY\", \"KEY\"] | named twice",
                "quorum = 1                | from 0 to 0",
                "keys = [\"KEY\"]; quorum = 2 | from 1 to 1",
                "keys = [\"KEY\"]; quorum = 0 | from 1 to 1",
                "key = []                  | is not a setting"
            })
    void refusesEverythingElseWithItsPlace(String lines, String why) {
        assertThatThrownBy(() -> read(lines.replace("KEY", KEY).replace("; ", "\n")))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("node.toml:")
                .hasMessageContaining(why);
    }
}
