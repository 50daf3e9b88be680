package stemma.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProofTest {
    private static final Proof PROOF = new Proof(
            "proofs-of-test",
            "points and cuts",
            List.of(new TestClass("it", "CrashTest")),
            List.of(new Expected("points", "points passed", 12), new Expected("cuts", "cuts survived", 0)));

    private static Count count(String name, long held, long tried) {
        return new Count(name, held, tried, "of them");
    }

    private static List<Figure> figures(Count... counts) {
        return PROOF.figures(List.of(counts).stream().collect(Collectors.toMap(Count::name, each -> each)));
    }

    @Test
    void everyProofHasTestsAndFiguresOfItsOwn() {
        assertThat(Proofs.all()).hasSize(11).allSatisfy(measurement -> {
            Proof proof = (Proof) measurement;
            assertThat(proof.tests()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(proof.expected())
                    .extracting(Expected::count)
                    .isNotEmpty()
                    .doesNotHaveDuplicates();
        });
    }

    @Test
    void aPublishedLineIsRead() {
        assertThat(Count.parse("figure: kill-points: 11 of 12 points\n"))
                .isEqualTo(new Count("kill-points", 11, 12, "points"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "figure: points: 12 of 12 points",
                "figure: points: 13 of 12 points\n",
                "figure: points: -1 of 12 points\n",
                "figure: points: 1.5 of 12 points\n",
                "figure: points: 12 of 12 \n",
                "figure: Points: 12 of 12 points\n",
                "figure: points: 12 of 12 points\nfigure: cuts: 1 of 1 cuts\n",
                "figure: points: 9999999999999999 of 9999999999999999 points\n"
            })
    void anyOtherTextIsNoFigure(String text) {
        assertThatThrownBy(() -> Count.parse(text)).isInstanceOf(NotMeasured.class);
    }

    @Test
    void whatHasTheSameNameIsAddedUp() {
        assertThat(count("points", 1, 2).plus(count("points", 3, 3))).isEqualTo(count("points", 4, 5));
        assertThatThrownBy(() -> count("points", 1, 1).plus(new Count("points", 1, 1, "others")))
                .isInstanceOf(NotMeasured.class)
                .hasMessage("points is counted in of them and in others");
        assertThatThrownBy(() -> count("points", 1, 1).plus(count("cuts", 1, 1)))
                .isInstanceOf(NotMeasured.class);
    }

    @Test
    void allThatWasTriedMustHaveHeld() {
        List<Figure> all = figures(count("points", 12, 12), count("cuts", 0, 0));
        assertThat(all).extracting(Figure::met).allMatch(met -> met.orElseThrow());
        assertThat(all.getFirst().reached()).isEqualTo("12 of 12 of them");
        assertThat(figures(count("points", 12, 13), count("cuts", 0, 0))
                        .getFirst()
                        .met())
                .contains(false);
    }

    @Test
    void aProofOfLessThanWasPromisedMissesItsBar() {
        Figure points = figures(count("points", 11, 11), count("cuts", 0, 0)).getFirst();
        assertThat(points.met()).contains(false);
    }

    @Test
    void aFigureThatNobodyPublishedIsNotShown() {
        assertThatThrownBy(() -> figures(count("points", 12, 12)))
                .isInstanceOf(NotMeasured.class)
                .hasMessage("no test published cuts");
        assertThatThrownBy(() -> PROOF.figures(Map.of()))
                .isInstanceOf(NotMeasured.class)
                .hasMessage("no test published points, cuts");
    }

    @Test
    void aFigureThatNoRowPrintsIsSeen() {
        assertThatThrownBy(() -> figures(count("points", 12, 12), count("cuts", 1, 1), count("nails", 1, 1)))
                .isInstanceOf(NotMeasured.class)
                .hasMessage("no row prints what a test published: nails");
    }
}
