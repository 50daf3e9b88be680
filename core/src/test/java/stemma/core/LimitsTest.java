package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The limits of entries, each at the limit and one past it. */
class LimitsTest {
    private static final Actor BY = Actor.operator("o");
    private static final ActId ID = new ActId(1, 1);
    private static final Act ACT = GateRig.act(GateRig.WRITE);

    private static Receipt receipt(String rule, String note, int spends, Json.Obj evidence) {
        return new Receipt(
                ID,
                ACT,
                rule,
                Ending.DONE,
                note,
                Cost.ZERO,
                spends,
                Optional.empty(),
                Optional.empty(),
                evidence,
                1,
                2);
    }

    private static Json.Obj facts(int bytes) {
        return Json.object().put("", "x".repeat(bytes - 7)).build();
    }

    private static void bounded(int min, int max, Function<String, Entry> made) {
        assertThat(made.apply("x".repeat(max)).atMillis()).isPositive();
        assertThat(made.apply("x".repeat(min)).atMillis()).isPositive();
        assertThatThrownBy(() -> made.apply("x".repeat(max + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(" has " + min + " to " + max + " characters, not " + (max + 1));
        if (min > 0) {
            assertThatThrownBy(() -> made.apply("")).hasMessageEndingWith("not 0");
        }
        assertThatThrownBy(() -> made.apply("\ud800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unpaired surrogate at index 0");
    }

    @Test
    void everyTextOfAnEntryIsBounded() {
        bounded(0, Entry.VERSION_CHARS_MAX, text -> new Entry.Booted(1, text, 1));
        bounded(0, Entry.RULE_CHARS_MAX, text -> new Entry.Intent(ID, ACT, text, 1));
        bounded(0, Entry.RULE_CHARS_MAX, text -> new Entry.Asked(ID, ACT, text, "", 2, 1));
        bounded(0, Entry.REASON_CHARS_MAX, text -> new Entry.Asked(ID, ACT, "", text, 2, 1));
        bounded(1, Entry.REASON_CHARS_MAX, text -> new Entry.Switched(true, BY, text, 1));
        bounded(0, Entry.REASON_CHARS_MAX, text -> new Entry.Switched(false, BY, text, 1));
        bounded(1, Entry.Noted.TOPIC_CHARS_MAX, text -> new Entry.Noted(text, "", Scribe.NO_EVIDENCE, 1));
        bounded(0, Entry.Noted.SUBJECT_CHARS_MAX, text -> new Entry.Noted("t", text, Scribe.NO_EVIDENCE, 1));
        bounded(0, Entry.RULE_CHARS_MAX, text -> receipt(text, "", 0, Scribe.NO_EVIDENCE));
        bounded(0, Receipt.NOTE_CHARS_MAX, text -> receipt("", text, 0, Scribe.NO_EVIDENCE));
    }

    @Test
    void everyFactOfAnEntryIsBounded() {
        assertThat(receipt("", "", 0, facts(Receipt.EVIDENCE_BYTES_MAX)).atMillis())
                .isEqualTo(2);
        assertThatThrownBy(() -> receipt("", "", 0, facts(Receipt.EVIDENCE_BYTES_MAX + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("evidence has at most 16384 bytes of canonical JSON and 63 levels");
        new Entry.Noted("t", "", facts(Entry.Noted.BODY_BYTES_MAX), 1);
        assertThatThrownBy(() -> new Entry.Noted("t", "", facts(Entry.Noted.BODY_BYTES_MAX + 1), 1))
                .hasMessage("a note's body has at most 61440 bytes of canonical JSON and 63 levels");
    }

    @Test
    void everyNumberOfAnEntryIsBounded() {
        assertThat(receipt("", "", 1, Scribe.NO_EVIDENCE).spends()).isEqualTo(1);
        for (int bad : new int[] {-1, 2}) {
            assertThatThrownBy(() -> receipt("", "", bad, Scribe.NO_EVIDENCE))
                    .hasMessage(bad + " spends of 1 cannot be");
        }
        assertThat(new Entry.Booted(ActId.BOOT_MAX, "", 1).boot()).isEqualTo(999_999_999);
        for (int bad : new int[] {0, ActId.BOOT_MAX + 1}) {
            assertThatThrownBy(() -> new Entry.Booted(bad, "", 1)).hasMessageContaining("not " + bad);
        }
        assertThatThrownBy(() -> new Entry.Asked(ID, ACT, "", "", 1, 1))
                .hasMessage("a question expires after it was asked");
    }

    @Test
    void cutsWithoutBreakingACharacter() {
        assertThat(Limits.cut("abcd", 4)).isEqualTo("abcd");
        assertThat(Limits.cut("abcde", 4)).isEqualTo("abc…");
        assertThat(Limits.cut("ab\ud83d\ude02e", 4)).isEqualTo("ab…");
        assertThat(Limits.cut("a\ud83d\ude02de", 4)).isEqualTo("a\ud83d\ude02…");
        assertThat(Limits.cut("a\ud83dc", 4)).isEqualTo("a?c");
    }
}
