package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final String TEXT = "péssword";

    @Test
    void isRevealedToWhoAsksAndShownToNobody() {
        Secret secret = Secret.of(TEXT);
        assertThat(secret.reveal()).isEqualTo(TEXT);
        assertThat(secret.bytes()).isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(secret).hasToString("[secret]");
    }

    @Test
    void isReadFromBytesThatAreText() {
        assertThat(Secret.of(TEXT.getBytes(StandardCharsets.UTF_8)).reveal()).isEqualTo(TEXT);
        assertThatThrownBy(() -> Secret.of(new byte[] {'h', 'u', 's', 'h', (byte) 0xff}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UTF-8")
                .hasMessageNotContaining("hush");
    }

    @Test
    void isNoLongerThanItsLimitInBytes() {
        String most = "x".repeat(Secret.SECRET_BYTES_MAX);
        assertThat(Secret.of(most).reveal()).hasSize(Secret.SECRET_BYTES_MAX);
        assertThatThrownBy(() -> Secret.of(most + "x")).hasMessageContaining("at most");
        assertThatThrownBy(() -> Secret.of(most.substring(1) + "é")).hasMessageContaining("at most");
    }

    @Test
    void halfACharacterIsNoText() {
        assertThatThrownBy(() -> Secret.of("hush\ud83d")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isTheSameWhenItsTextIs() {
        assertThat(Secret.of(TEXT).same(Secret.of(TEXT))).isTrue();
        assertThat(Secret.of(TEXT).same(Secret.of("password"))).isFalse();
        assertThat(Secret.of("").isEmpty()).isTrue();
        assertThat(Secret.of(TEXT).isEmpty()).isFalse();
    }
}
