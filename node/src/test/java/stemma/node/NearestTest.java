package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
    private static final List<String> VERBS = List.of("goal", "log", "login", "run", "tail", "verify");

    @Test
    void swappedLettersFindTheirVerb() {
        assertThat(Nearest.to("lgo", VERBS)).containsExactly("log");
        assertThat(Nearest.to("tial", VERBS)).first().isEqualTo("tail");
    }

    @Test
    void twoSlipsAreForgivenAndThreeAreNot() {
        assertThat(Nearest.to("verrfyy", VERBS)).containsExactly("verify");
        assertThat(Nearest.to("vrrrfyy", VERBS)).isEmpty();
    }

    @Test
    void anotherWordAltogetherFindsNothing() {
        assertThat(Nearest.to("frobnicate", VERBS)).isEmpty();
        assertThat(Nearest.to("-x", List.of("-h", "--json", "--help"))).isEmpty();
        assertThat(Nearest.to("--jsno", List.of("-h", "--json", "--help"))).containsExactly("--json");
        assertThat(Nearest.to("x".repeat(65), List.of("x".repeat(65)))).isEmpty();
    }
}
