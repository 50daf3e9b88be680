package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stemma.core.Entry;
import stemma.core.Json;

/** A note reads as a sentence, and one that nobody can read stays as it is. */
final class NoteTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "goal | {'event':'moved','message':'at work','report':'','state':'active','waits':''} | goal active: at work",
                "goal | {'event':'planned','titles':['Count','Report']} | goal planned: 2 steps, Count; Report",
                "goal | {'event':'planned','titles':['Count']} | goal planned: 1 step, Count",
                "goal | {'event':'step','number':2,'receipts':['5.2'],'result':'','state':'done','summary':'6 lines'}"
                        + " | goal step 2 done: 6 lines",
                "goal | {'event':'step','number':1,'receipts':[],'result':'','state':'running','summary':''}"
                        + " | goal step 1 running",
                "goal | {'event':'danced'} | goal {\"event\":\"danced\"}",
                "tide | {'level':3} | tide {\"level\":3}",
            })
    void aNoteIsALine(String topic, String body, String line) {
        Json.Obj json = (Json.Obj) Json.parse(body.replace('\'', '"'));
        assertThat(NoteText.of(new Entry.Noted(topic, "5.1", json, 1))).isEqualTo(line);
    }
}
