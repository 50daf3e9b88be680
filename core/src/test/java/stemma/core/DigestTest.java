package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigestTest {

    /** FIPS 180-4 example values. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void digestsTheStandardExamples() {
        assertThat(Digest.ofUtf8("abc").hex()).isEqualTo(ABC);
        assertThat(Digest.of("abc".getBytes(StandardCharsets.UTF_8))).hasToString(ABC);
        assertThat(Digest.EMPTY.hex()).isEqualTo(NOTHING);
        assertThat(Digest.ofUtf8("\u20ac")).isEqualTo(Digest.of(new byte[] {(byte) 0xe2, (byte) 0x82, (byte) 0xac}));
    }

    @Test
    void refusesTextThatHasNoUtf8() {
        for (String bad : new String[] {"\ud83d", "\udc00x"}) {
            assertThatThrownBy(() -> Digest.ofUtf8(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("text to digest has an unpaired surrogate at index 0");
        }
        assertThat(Digest.ofUtf8("\ud83d\ude02")).isNotEqualTo(Digest.ofUtf8("??"));
    }

    @Test
    void digestsARangeAndRefusesOneOutside() {
        byte[] padded = "xabcx".getBytes(StandardCharsets.UTF_8);
        assertThat(Digest.of(padded, 1, 3).hex()).isEqualTo(ABC);
        assertThat(Digest.of(padded, 5, 0)).isEqualTo(Digest.EMPTY);
        assertThatThrownBy(() -> Digest.of(padded, 3, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Digest.of(padded, -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void parsesWhatHexWrites() {
        Digest parsed = Digest.parse(ABC);
        assertThat(parsed).isEqualTo(Digest.ofUtf8("abc")).hasSameHashCodeAs(Digest.ofUtf8("abc"));
        String edges = "09af".repeat(16);
        assertThat(Digest.parse(edges).hex()).isEqualTo(edges);
    }

    @Test
    void parseRefusesEverythingElseAndSaysWhy() {
        assertThatThrownBy(() -> Digest.parse(ABC.substring(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a digest is 64 hexadecimal digits, but this text has 63");
        assertThatThrownBy(() -> Digest.parse(ABC + "0")).hasMessageContaining("this text has 65");
        for (String bad : new String[] {"/", ":", "`", "g", "A", "F", " ", "\uff11"}) {
            assertThatThrownBy(() -> Digest.parse(ABC.substring(0, 63) + bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a digest is lower-case hexadecimal, but its character 64 is not");
        }
    }

    @Test
    void copiesItsBytesBothWays() {
        byte[] given = Digest.ofUtf8("abc").bytes();
        Digest wrapped = Digest.wrap(given);
        given[0]++;
        wrapped.bytes()[1]++;
        assertThat(wrapped.hex()).isEqualTo(ABC);
        assertThatThrownBy(() -> Digest.wrap(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31");
        assertThatThrownBy(() -> Digest.wrap(new byte[33])).hasMessageContaining("33");
    }

    @Test
    void comparesAsItsHexDoes() {
        Digest low = Digest.parse("7f" + "00".repeat(31));
        Digest high = Digest.parse("80" + "00".repeat(31));
        assertThat(low).isLessThan(high).isNotEqualTo(high).isNotEqualTo(low.hex());
        assertThat(high.compareTo(low)).isPositive();
        assertThat(high.compareTo(Digest.parse(high.hex()))).isZero();
    }

    @Test
    void hashesByItsFirstFourBytes() {
        assertThat(Digest.parse("81828384" + "00".repeat(28)).hashCode()).isEqualTo(0x81828384);
        assertThat(IntStream.range(0, 1000)
                        .map(i -> Digest.ofUtf8("content " + i).hashCode())
                        .distinct())
                .hasSize(1000);
    }
}
