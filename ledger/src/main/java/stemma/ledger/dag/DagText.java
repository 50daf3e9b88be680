package stemma.ledger.dag;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Entry;
import stemma.core.JsonException;

/** What a note of the log says about objects, in one line for people. */
public final class DagText {
    private static final int LINKS_SHOWN = 3;

    private DagText() {}

    /** Empty when the note is not about objects, or not one that this version can read. */
    public static Optional<String> of(Entry.Noted note) {
        if (!note.topic().equals(DagNote.TOPIC)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (DagNote.of(note)) {
                        case DagNote.Added(DagItem item, DagRoot root) ->
                            "object " + root.size() + ", " + item.kind() + from(item.links());
                        case DagNote.Erased(ActId by, List<Digest> ids) ->
                            ids.size() + (ids.size() == 1 ? " object erased" : " objects erased");
                    });
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.empty(); // the entry itself stays readable: stemma log show
        }
    }

    private static String from(List<Digest> links) {
        return links.isEmpty()
                ? ""
                : links.stream().limit(LINKS_SHOWN).map(DagItem::brief).collect(Collectors.joining(", ", ", from ", ""))
                        + (links.size() > LINKS_SHOWN ? " and " + (links.size() - LINKS_SHOWN) + " more" : "");
    }
}
