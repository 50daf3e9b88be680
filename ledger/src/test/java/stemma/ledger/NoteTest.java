package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stemma.core.Digest;
import stemma.identity.Verifier;

/** The example note and its keys are those of golang.org/x/mod/sumdb/note (BSD-3-Clause). */
class NoteTest {
    private static final String TEXT =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private static final String NOTE = TEXT
            + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final Verifier KEY =
            Verifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");

    @Test
    void signsThePublishedNoteByteForByte() {
        assertThat(Note.sign(TEXT, Fixture.SIGNER).encoded()).isEqualTo(NOTE);
        assertThat(Fixture.SIGNER.verifier()).isEqualTo(KEY);
        assertThat(parse(NOTE).refusal(KEY)).isEmpty();
        assertThat(parse(NOTE).encoded()).isEqualTo(NOTE);
        assertThat(parse(NOTE).refusal(Fixture.STRANGER.verifier())).isPresent();
    }

    @Test
    void readsTheExampleOfTheSpecification() {
        String example = """
                Ognuno sta solo sul cuor della terra
                trafitto da un raggio di sole:

                ed è subito sera.

                — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
                """;
        Note note = parse(example);
        assertThat(note.text()).endsWith("ed è subito sera.\n");
        assertThat(note.signatures().getFirst().keyId()).isEqualTo(0x367ba04b);
        assertThat(note.encoded()).isEqualTo(example);
    }

    @Test
    void refusesEveryFlippedByte() {
        byte[] bytes = NOTE.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            byte[] altered = bytes.clone();
            altered[at] ^= 1;
            boolean believed;
            try {
                believed = Note.parse(altered).refusal(KEY).isEmpty();
            } catch (LedgerFailed e) {
                believed = false;
            }
            assertThat(believed).as("byte %d", at).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a\n",
                "a\n\n",
                "\n\n",
                "a\n\n— b c\n",
                "a\n\n- b AAAAAAA=\n",
                "a\n\n— b+c AAAAAAA=\n",
                "a\n\n— b AAAAAAA=",
                "a\n\n— b AAAAAAA= x\n",
                "a\n\n—  AAAAAAA=\n",
                "a\tb\n\n— b AAAAAAA=\n"
            })
    void refusesWhatIsNoNote(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(LedgerFailed.class);
    }

    @Test
    void boundsTheNumberOfSignatures() {
        String line = "— b AAAAAAA=\n";
        assertThat(parse("a\n\n" + line.repeat(Note.SIGNATURES_MAX)).signatures())
                .hasSize(Note.SIGNATURES_MAX);
        assertThatThrownBy(() -> parse("a\n\n" + line.repeat(Note.SIGNATURES_MAX + 1)))
                .isInstanceOf(LedgerFailed.class);
        assertThatThrownBy(() -> parse("a".repeat(Note.NOTE_BYTES_MAX) + "\n\n" + line))
                .isInstanceOf(LedgerFailed.class);
    }

    @Test
    void aCheckpointSurvivesTheTrip() {
        Checkpoint checkpoint = new Checkpoint("PeterNeumann", 20_852_163, Digest.EMPTY);
        byte[] note = checkpoint.sign(Fixture.SIGNER).encoded().getBytes(StandardCharsets.UTF_8);
        assertThat(Checkpoint.verified(note, KEY)).isEqualTo(checkpoint);
        Checkpoint other = new Checkpoint("elsewhere", 1, Digest.EMPTY);
        byte[] foreign = other.sign(Fixture.SIGNER).encoded().getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Checkpoint.verified(foreign, KEY)).hasMessageContaining("elsewhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"o\n01\n", "o\n-1\n", "o\n1\nAAAA\n", "o\n", "o\n99999999999999999999\n"})
    void refusesWhatIsNoCheckpoint(String text) {
        assertThatThrownBy(() -> Checkpoint.of(Note.sign(text, Fixture.SIGNER))).isInstanceOf(LedgerFailed.class);
    }

    private static Note parse(String text) {
        return Note.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
