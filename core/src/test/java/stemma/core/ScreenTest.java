package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    /** Finds the word that every test here hides. */
    private static final Screen HUSH = text -> {
        List<Screen.Hit> hits = new ArrayList<>();
        for (int at = text.indexOf("hush"); at >= 0; at = text.indexOf("hush", at + 4)) {
            hits.add(new Screen.Hit(at, at + 4, "vault:hush"));
        }
        return hits;
    };

    @Test
    void putsAMarkInThePlaceOfEachSecret() {
        assertThat(HUSH.masked("hush, say hush!")).isEqualTo("[secret vault:hush], say [secret vault:hush]!");
    }

    @Test
    void aTextWithoutOneStaysTheSame() {
        String text = "nothing here";
        assertThat(HUSH.masked(text)).isSameAs(text);
        assertThat(Screen.NONE.hits("hush")).isEmpty();
    }

    @Test
    void namesThePlaceAsAnEditorDoes() {
        String text = "one\ntwo hush\nhush";
        assertThat(HUSH.hits(text).stream().map(hit -> hit.place(text)))
                .containsExactly("line 2, column 5", "line 3, column 1");
        assertThat(new Screen.Hit(0, 4, "x").place("hush")).isEqualTo("line 1, column 1");
    }
}
