package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose key is named and not there: said wherever one would look, and asked without a key nowhere. */
final class ModelKeyTest {
    private static final int USAGE = 64;
    private static final String SENTENCE = "the model has no key, because the variable PEER_KEY, which [model]"
            + " key_variable names, is not set where the node was started; set it and start the node again";

    private HostileModel model;
    private NodeHome home;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        model = new HostileModel(Map.of());
        home = ModelNode.home(folder, model.base(), "");
    }

    @AfterEach
    void end() throws IOException {
        model.close();
    }

    @Test
    void upDoctorAndEveryGoalOfTheModelSaySo() throws Exception {
        NodeHome keyless = home.with("PEER_KEY", "");
        try (NodeProcess node = keyless.up()) {
            assertThat(node.said().out()).contains("note      " + SENTENCE);
            assertThat(keyless.verb("doctor").out()).containsPattern("missing +model +\\Q" + SENTENCE);
            for (String[] goal :
                    new String[][] {{"goal", "Compose a poem"}, {"goal", "Compose a poem", "--template", "model"}}) {
                Said said = keyless.verb(goal);
                assertThat(said.code()).as(said.all()).isEqualTo(USAGE);
                assertThat(said.sentences()).singleElement().asString().endsWith(SENTENCE);
            }
        }
        assertThat(model.asked()).isZero();
    }

    @Test
    void aKeyThatIsThereIsNotSpokenOf() throws Exception {
        try (NodeProcess node = home.up()) {
            assertThat(node.said().out()).doesNotContain("key_variable");
            assertThat(home.verb("doctor").out()).containsPattern("ok +model +local at ");
        }
    }
}
