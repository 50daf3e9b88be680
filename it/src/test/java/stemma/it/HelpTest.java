package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever only asks how, or mistypes, has no home afterwards that was not there before. */
final class HelpTest {
    private static final int USAGE = 64;

    private NodeHome home;

    @BeforeEach
    void noHome(@TempDir Path folder) throws IOException {
        home = NodeHome.in(folder);
        home.removeHome();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "policy", "policy show --help", "run --help", "goal --help", "up --help"})
    void helpMakesNoHome(String words) throws Exception {
        Said said = home.verb(words.split(" "));
        assertThat(said.code()).as(said.all()).isZero();
        assertThat(said.out()).startsWith("Usage: stemma ");
        untouched();
    }

    @Test
    void neitherDoesNoWordNorTheVersion() throws Exception {
        assertThat(home.verb().out()).contains("The first minutes:");
        assertThat(home.verb("--version").out()).startsWith("stemma ");
        untouched();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pollicy", "status --foo", "log tail 0", "log tail x", "act show", "up now", "run", "goal"})
    void norDoesAMistake(String words) throws Exception {
        Said said = home.verb(words.split(" "));
        assertThat(said.code()).as(said.all()).isEqualTo(USAGE);
        assertThat(said.sentences()).as(said.all()).hasSize(1);
        untouched();
    }

    @Test
    void aVerbOfTheNodeMakesOne() throws Exception {
        assertThat(home.verb("status").code()).isZero();
        assertThat(home.home().resolve("ledger")).isDirectory();
    }

    /** A home that does not open is when help is wanted most. */
    @Test
    void helpLooksAtNothingInAHome() throws Exception {
        Files.createDirectories(home.home());
        Files.writeString(home.home().resolve("node.toml"), "[listen\n");
        assertThat(home.verb("status").code()).isEqualTo(USAGE);
        assertThat(home.verb("policy", "--help").code()).isZero();
    }

    private void untouched() {
        assertThat(home.home()).doesNotExist();
        assertThat(home.state()).doesNotExist();
    }
}
