package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fits the bounds comes through and is of the node's trust; nothing else does, not even in an error. */
class ExtractTest {
    private static final Provenance STRANGER = Provenance.of(Trust.OUTSIDE, "host:example.org:443");
    private static final Extract.Place PLACE =
            new Extract.Place(Set.of("", "src/app", "a b", "../up", "-rf", ".git", "x;y"));
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    private static <T> T taken(Extract<T> extract, String text) {
        Extract.Extracted<T> found = extract.from(text, STRANGER);
        assertThat(found).isInstanceOf(Extract.Extracted.Taken.class);
        Extract.Extracted.Taken<T> taken = (Extract.Extracted.Taken<T>) found;
        assertThat(taken.provenance()).isEqualTo(new Provenance(Trust.NODE, STRANGER.sources()));
        assertThat(taken.provenance().tainted()).isFalse();
        return taken.value();
    }

    private static void refused(Extract<?> extract, String text) {
        assertThat(extract.from(text, STRANGER)).isInstanceOfSatisfying(Extract.Extracted.Refused.class, refusal -> {
            if (!text.isBlank()) {
                assertThat(refusal.why()).doesNotContain(text.strip());
            }
        });
    }

    @Test
    void aNumberAtItsBoundsAndOnePast() {
        Extract.Whole percent = new Extract.Whole(-1, 100);
        assertThat(taken(percent, " 100\n")).isEqualTo(100);
        assertThat(taken(percent, "-1")).isEqualTo(-1);
        for (String text :
                List.of("101", "-2", "", "1e2", "0x10", "+7", "٣", "7 and rm -rf /", "999999999999999999999")) {
            refused(percent, text);
        }
        new Extract.Whole(0, Extract.Whole.RANGE_MAX);
        assertThatThrownBy(() -> new Extract.Whole(0, Extract.Whole.RANGE_MAX + 1))
                .hasMessageContaining("10^12");
        assertThatThrownBy(() -> new Extract.Whole(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneOfTheWordsThatWereGiven() {
        Extract.OneOf builds = new Extract.OneOf(List.of("make", "maven"));
        assertThat(taken(builds, "make\n")).isEqualTo("make");
        for (String text : List.of("Make", "make maven", "makе", "", "gradle")) {
            refused(builds, text);
        }
        new Extract.OneOf(Collections.nCopies(Extract.OneOf.WORDS_MAX, "w".repeat(Extract.OneOf.WORD_CHARS_MAX)));
        assertThatThrownBy(() -> new Extract.OneOf(Collections.nCopies(Extract.OneOf.WORDS_MAX + 1, "w")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Extract.OneOf(List.of("w".repeat(Extract.OneOf.WORD_CHARS_MAX + 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFlagADayAndADigest() {
        assertThat(taken(new Extract.Flag(), "true")).isTrue();
        assertThat(taken(new Extract.Flag(), "false")).isFalse();
        List.of("True", "yes", "1", "true;").forEach(text -> refused(new Extract.Flag(), text));

        Extract.Day year = new Extract.Day(FIRST, LocalDate.of(2026, 12, 31));
        assertThat(taken(year, "2026-12-31")).isEqualTo(LocalDate.of(2026, 12, 31));
        List.of("2027-01-01", "2025-12-31", "2026-02-30", "2026-1-1", "today", "2026-01-01T00:00")
                .forEach(text -> refused(year, text));

        Digest digest = Digest.of("x".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(taken(new Extract.Hash(), digest.hex())).isEqualTo(digest);
        List.of(digest.hex() + "0", digest.hex().substring(1), digest.hex().toUpperCase(java.util.Locale.ROOT), "")
                .forEach(text -> refused(new Extract.Hash(), text));
    }

    @Test
    void aPlaceThatIsThereAndPlain() {
        assertThat(taken(PLACE, "src/app")).isEqualTo("src/app");
        assertThat(taken(PLACE, "")).isEmpty();
        assertThat(taken(PLACE, ".git")).isEqualTo(".git");
        String longest = "a".repeat(Extract.Place.PATH_CHARS_MAX);
        assertThat(taken(new Extract.Place(Set.of(longest)), longest)).isEqualTo(longest);
        refused(new Extract.Place(Set.of(longest + "a")), longest + "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "../up", "-rf", "x;y", "src", "/etc/passwd", "src/app/", "src/app\n"})
    void aPlaceThatIsNoneOrCouldSaySomething(String text) {
        refused(PLACE, text);
    }

    @Test
    void whatAnOperatorSaidKeepsItsTrust() {
        Extract.Extracted<Boolean> found = new Extract.Flag().from("true", Provenance.OPERATOR);
        assertThat(found).isEqualTo(new Extract.Extracted.Taken<>(true, Provenance.OPERATOR));
    }

    @Test
    void aProvenanceIsReadBackAsItWasKept() {
        Provenance given = STRANGER.with(Provenance.of(Trust.MODEL, "model:\"quoted\""));
        assertThat(Provenance.of((Json.Obj) Json.parse(given.json().canonical())))
                .isEqualTo(given);
        assertThat(given).hasToString("outside, from host:example.org:443, model:\"quoted\"");
    }
}
