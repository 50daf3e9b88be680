package stemma.mind.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * How often a goal's words find their template, and how often they find another. The thresholds and
 * vocabularies were chosen on the tuning half; the held-out half only measures.
 */
final class PhrasingsTest {
    private record Phrasing(String template, String text) {}

    private record Figures(int wanted, int matched, int strangers, int wrong) {
        double matchRate() {
            return (double) matched / wanted;
        }

        double wrongRate() {
            return (double) wrong / (wanted + strangers);
        }
    }

    @Test
    void heldOutPhrasingsFindTheirTemplateAndOthersFindNone() throws IOException {
        Figures tuned = figures("tune", PhrasingsTest::scorer, true);
        Figures held = figures("heldout", PhrasingsTest::scorer, true);
        Figures baseline = figures("heldout", PhrasingsTest::byName, false);
        assertThat(held.wanted() + held.strangers() + tuned.wanted() + tuned.strangers())
                .isGreaterThanOrEqualTo(120);
        assertThat(held.wrongRate()).isLessThanOrEqualTo(0.05).isLessThan(baseline.wrongRate() + 0.05);
        assertThat(held.matchRate()).isGreaterThanOrEqualTo(0.6).isGreaterThan(baseline.matchRate());
    }

    private static String scorer(String text) {
        return Scorer.best(text)
                .filter(Scorer.Match::fits)
                .map(Scorer.Match::template)
                .orElse("-");
    }

    /** The trivial baseline: a template is meant when a word of its name is said. */
    private static String byName(String text) {
        List<String> said = Words.all(text);
        return Shapes.ALL.stream()
                .map(Shape::name)
                .filter(name -> List.of(name.split("-", -1)).stream().anyMatch(w -> said.contains(Words.stem(w))))
                .findFirst()
                .orElse("-");
    }

    private static Figures figures(String half, Function<String, String> matcher, boolean print) throws IOException {
        int wanted = 0;
        int matched = 0;
        int strangers = 0;
        int wrong = 0;
        for (Phrasing phrasing : read("phrasings-" + half + ".tsv")) {
            String got = matcher.apply(phrasing.text());
            boolean stranger = phrasing.template().equals("-");
            wanted += stranger ? 0 : 1;
            strangers += stranger ? 1 : 0;
            boolean right = got.equals(phrasing.template());
            matched += !stranger && right ? 1 : 0;
            wrong += !right && !got.equals("-") ? 1 : 0;
            if (!right && print && Boolean.getBoolean("stemma.print")) {
                System.out.println(half + ": wanted " + phrasing.template() + ", got " + got + ": " + phrasing.text());
            }
        }
        Figures figures = new Figures(wanted, matched, strangers, wrong);
        System.out.println(String.format(
                Locale.ROOT,
                "phrasings %s%s: matched %d of %d (%.1f %%), wrong %d of %d (%.1f %%)",
                half,
                print ? "" : " by name only",
                matched,
                wanted,
                100 * figures.matchRate(),
                wrong,
                wanted + strangers,
                100 * figures.wrongRate()));
        return figures;
    }

    private static List<Phrasing> read(String name) throws IOException {
        List<Phrasing> phrasings = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(PhrasingsTest.class.getResourceAsStream(name), name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                int tab = line.indexOf('\t');
                phrasings.add(new Phrasing(line.substring(0, tab), line.substring(tab + 1)));
            }
        }
        return phrasings;
    }
}
