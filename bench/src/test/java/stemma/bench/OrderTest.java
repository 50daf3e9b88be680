package stemma.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OrderTest {
    private static List<String> chosen(String... words) {
        return Order.read(Main.all(), List.of(words)).measurements().stream()
                .map(Measurement::name)
                .toList();
    }

    @Test
    void noNameChoosesEverything() {
        assertThat(chosen())
                .hasSameSizeAs(Main.all())
                .contains("fresh-clone", "start", "idle", "run-overhead", "planner", "proofs-crash");
    }

    @Test
    void aNameChoosesItsOwnAndAFirstPartAllThatBeginWithIt() {
        assertThat(chosen("idle", "--quick")).containsExactly("idle");
        assertThat(chosen("proofs-tamper")).containsExactly("proofs-tamper");
        assertThat(chosen("proofs"))
                .containsExactly(
                        "proofs-crash",
                        "proofs-unseen",
                        "proofs-tamper",
                        "proofs-run",
                        "proofs-escapes",
                        "proofs-simulation",
                        "proofs-leaks",
                        "proofs-survey",
                        "proofs-model",
                        "proofs-taint");
    }

    @Test
    void theOptionsAreRead() {
        Order plain = Order.read(Main.all(), List.of());
        assertThat(plain.quick()).isFalse();
        assertThat(plain.strict()).isFalse();
        assertThat(plain.form()).isEqualTo(Report.Form.TEXT);
        Order all = Order.read(Main.all(), List.of("--quick", "--strict", "--json"));
        assertThat(all.quick()).isTrue();
        assertThat(all.strict()).isTrue();
        assertThat(all.form()).isEqualTo(Report.Form.JSON);
        assertThat(Order.read(Main.all(), List.of("--markdown")).form()).isEqualTo(Report.Form.MARKDOWN);
    }

    @Test
    void anUnknownWordIsRefused() {
        for (String word : List.of("proof", "idl", "--fast", "")) {
            assertThatThrownBy(() -> chosen(word))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("bench knows --quick, --strict, --json, --markdown and fresh-clone, ")
                    .hasMessageEndingWith("not " + word);
        }
    }
}
