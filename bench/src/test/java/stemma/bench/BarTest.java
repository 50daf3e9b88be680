package stemma.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BarTest {
    @Test
    void aBarIsMetUpToItsLimit() {
        assertThat(Bar.below(5).met(4.99)).isTrue();
        assertThat(Bar.below(5).met(5)).isFalse();
        assertThat(Bar.atMost(5).met(5)).isTrue();
        assertThat(Bar.atMost(5).met(5.01)).isFalse();
        assertThat(Bar.atLeast(5).met(5)).isTrue();
        assertThat(Bar.atLeast(5).met(4.99)).isFalse();
    }

    @Test
    void aFigureThatIsNoNumberMeetsNoBar() {
        assertThat(Bar.below(5).met(Double.NaN)).isFalse();
        assertThat(Bar.atMost(5).met(Double.NaN)).isFalse();
        assertThat(Bar.atLeast(5).met(Double.NaN)).isFalse();
    }

    @Test
    void aBarSaysWhichSideIsGood() {
        assertThat(Bar.below(1_500).text("ms")).isEqualTo("under 1,500 ms");
        assertThat(Bar.atMost(1).text("command")).isEqualTo("at most 1 command");
        assertThat(Bar.atLeast(0.5).text("of the peer")).isEqualTo("at least 0.50 of the peer");
    }

    @Test
    void aFigureIsReadBesideItsPeer() {
        Figure figure = Figure.of("speed", 30, "acts/s").beside("a bare writer", 60);
        assertThat(figure.ratio()).contains(0.5);
        assertThat(figure.ratioText()).isEqualTo("0.50");
        assertThat(figure.met()).isEmpty();
        assertThat(figure.bar(Bar.atLeast(31)).met()).contains(false);
        assertThat(figure.bar(Bar.atLeast(30)).met()).contains(true);
        assertThat(Figure.of("speed", 30, "acts/s").beside("nobody", 0).ratio()).isEmpty();
    }
}
