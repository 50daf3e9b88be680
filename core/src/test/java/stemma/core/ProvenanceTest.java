package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

    private static Provenance from(int first, int count) {
        return new Provenance(
                Trust.MODEL,
                IntStream.range(first, first + count).mapToObj(i -> "s" + i).toList());
    }

    @Test
    void aMixtureIsTrustedAsTheLeastOfItsParts() {
        Provenance mixed = Provenance.of(Trust.WORKSPACE, "file:a").with(Provenance.of(Trust.OUTSIDE, "web:b"));
        assertThat(mixed).isEqualTo(new Provenance(Trust.OUTSIDE, List.of("file:a", "web:b")));
        assertThat(mixed.with(Provenance.OPERATOR)).isEqualTo(mixed);
        assertThat(mixed.with(mixed)).isEqualTo(mixed);
        assertThat(Provenance.OPERATOR.tainted()).isFalse();
        assertThat(Provenance.NODE.tainted()).isFalse();
        assertThat(Provenance.of(Trust.WORKSPACE, "x").tainted()).isTrue();
    }

    @Test
    void keepsTheFirstSources() {
        assertThat(from(0, 5).with(from(5, 3)).sources()).hasSize(Provenance.SOURCES_MAX);
        assertThat(from(0, 5).with(from(5, 5)).sources()).isEqualTo(from(0, 8).sources());
        assertThat(from(0, Provenance.SOURCES_MAX).sources()).hasSize(8);
        assertThatThrownBy(() -> from(0, Provenance.SOURCES_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a provenance names at most 8 sources");
    }

    @Test
    void boundsTheNameOfASource() {
        String longest = "x".repeat(Provenance.SOURCE_CHARS_MAX);
        assertThat(Provenance.of(Trust.NODE, longest).sources()).containsExactly(longest);
        assertThat(Provenance.of(Trust.NODE, longest + "y").sources()).containsExactly(longest.substring(1) + "…");
        assertThat(Provenance.of(Trust.NODE, "\ud800").sources()).containsExactly("?");
        for (String bad : new String[] {"", longest + "y", "\ud800"}) {
            assertThatThrownBy(() -> new Provenance(Trust.NODE, Collections.singletonList(bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a source has ");
        }
    }
}
