package stemma.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** XChaCha20-Poly1305 against the vector of draft-irtf-cfrg-xchacha-03, appendix A.3.1. */
final class AeadTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] KEY = HEX.parseHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
    private static final byte[] NONCE = HEX.parseHex("404142434445464748494a4b4c4d4e4f5051525354555657");
    private static final byte[] BOUND = HEX.parseHex("50515253c0c1c2c3c4c5c6c7");
    private static final byte[] CLEAR =
            ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen"
                            + " would be it.")
                    .getBytes(StandardCharsets.US_ASCII);
    private static final String SEALED = "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
            + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
            + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
            + "21f9664c97637da9768812f615c68b13b52e"
            + "c0875924c1c7987947deafd8780acf49";

    @Test
    void sealsAsThePublishedVector() {
        byte[] sealed = Aead.seal(KEY, NONCE, BOUND, CLEAR);
        assertThat(HEX.formatHex(sealed)).isEqualTo(HEX.formatHex(NONCE) + SEALED);
        assertThat(Aead.open(KEY, BOUND, sealed))
                .hasValueSatisfying(clear -> assertThat(clear).isEqualTo(CLEAR));
    }

    @Test
    void opensNothingThatWasChanged() {
        byte[] sealed = Aead.seal(KEY, NONCE, BOUND, CLEAR);
        for (int at = 0; at < sealed.length; at++) {
            byte[] bad = sealed.clone();
            bad[at] ^= 1;
            assertThat(Aead.open(KEY, BOUND, bad)).isEmpty();
        }
        assertThat(Aead.open(KEY, new byte[0], sealed)).isEmpty();
        assertThat(Aead.open(new byte[32], BOUND, sealed)).isEmpty();
        assertThat(Aead.open(KEY, BOUND, new byte[Aead.ADDED_BYTES - 1])).isEmpty();
    }
}
