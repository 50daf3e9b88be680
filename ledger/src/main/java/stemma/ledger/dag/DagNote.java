package stemma.ledger.dag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Entry;
import stemma.core.Json;

/** What the log's notes of topic {@code dag} say: that an object was added, or that some were erased. */
sealed interface DagNote {
    String TOPIC = "dag";

    /** An object was written, and these are the objects' number and root with it. Its subject is its name. */
    record Added(DagItem item, DagRoot root) implements DagNote {}

    /** Objects are about to be unlinked, by the act that is the note's subject. */
    record Erased(ActId by, List<Digest> ids) implements DagNote {
        static final int IDS_MAX = 500;

        public Erased {
            ids = List.copyOf(ids);
        }
    }

    default Entry.Noted entry(long atMillis) {
        return switch (this) {
            case Added(DagItem item, DagRoot root) ->
                new Entry.Noted(
                        TOPIC,
                        item.id().hex(),
                        Json.object()
                                .put("acts", array(item.acts()))
                                .put("bytes", item.bytes())
                                .put("kind", item.kind())
                                .put("links", array(item.links()))
                                .put("root", root.hash().hex())
                                .put("size", root.size())
                                .build(),
                        atMillis);
            case Erased(ActId by, List<Digest> ids) ->
                new Entry.Noted(
                        TOPIC,
                        by.toString(),
                        Json.object().put("erased", array(ids)).build(),
                        atMillis);
        };
    }

    /** Reads a note of the topic; throws {@link IllegalArgumentException} or {@link stemma.core.JsonException}. */
    static DagNote of(Entry.Noted note) {
        Json.Obj body = note.body();
        if (body.find("erased").isPresent()) {
            return new Erased(ActId.parse(note.subject()), digests(body.array("erased")));
        }
        DagItem item = new DagItem(
                Digest.parse(note.subject()),
                body.string("kind"),
                digests(body.array("links")),
                acts(body.array("acts")),
                Math.toIntExact(body.longNumber("bytes")));
        return new Added(item, new DagRoot(body.longNumber("size"), Digest.parse(body.string("root"))));
    }

    static Json.Arr array(Collection<?> named) {
        return Json.array(named.stream().map(name -> Json.of(name.toString())).toList());
    }

    static List<Digest> digests(Json.Arr array) {
        return texts(array).stream().map(Digest::parse).toList();
    }

    static List<ActId> acts(Json.Arr array) {
        return texts(array).stream().map(ActId::parse).toList();
    }

    private static List<String> texts(Json.Arr array) {
        List<String> texts = new ArrayList<>();
        for (Json item : array.items()) {
            if (!(item instanceof Json.Str(String text))) {
                throw new IllegalArgumentException("a list of names holds text, and not " + item.text());
            }
            texts.add(text);
        }
        return texts;
    }
}
