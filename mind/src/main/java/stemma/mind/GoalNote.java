package stemma.mind;

import java.util.List;
import java.util.Optional;
import stemma.core.Entry;
import stemma.core.JsonException;

/** What a note of the log says about a goal, in one line for people. */
public final class GoalNote {
    private GoalNote() {}

    /** Empty when the note is not about a goal, or not one that this version can read. */
    public static Optional<String> text(Entry.Noted note) {
        if (!note.topic().equals(GoalEvent.TOPIC)) {
            return Optional.empty();
        }
        try {
            return Optional.of(text(GoalEvent.of(note.body())));
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.empty(); // the entry itself stays readable: stemma log show
        }
    }

    private static String text(GoalEvent event) {
        return switch (event) {
            case GoalEvent.Created e ->
                e.object()
                        .map(object ->
                                "goal asked for in object " + object.hex().substring(0, 12))
                        .orElseGet(() -> "goal asked for: " + e.text());
            case GoalEvent.Planned e -> "goal planned: " + steps(e.titles());
            case GoalEvent.Extended e -> "goal goes on: " + steps(e.titles());
            case GoalEvent.Stepped e ->
                "goal step " + e.number() + " " + e.state().word()
                        + (e.summary().isEmpty() ? "" : ": " + e.summary());
            case GoalEvent.Moved e -> "goal " + e.state().word() + (e.message().isEmpty() ? "" : ": " + e.message());
        };
    }

    private static String steps(List<String> titles) {
        return titles.size() + (titles.size() == 1 ? " step, " : " steps, ") + String.join("; ", titles);
    }
}
