package stemma.node;

import stemma.core.Entry;
import stemma.ledger.dag.DagText;
import stemma.mind.GoalNote;

/** What a note of the log says, in one line: told by the module whose topic it is. */
final class NoteText {
    private NoteText() {}

    static String of(Entry.Noted note) {
        return GoalNote.text(note)
                .or(() -> DagText.of(note))
                .orElseGet(() -> note.topic() + " " + note.body().text());
    }
}
