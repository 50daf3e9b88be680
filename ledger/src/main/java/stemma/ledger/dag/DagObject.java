package stemma.ledger.dag;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Json;

/**
 * One object: what it is, what it came from, and its payload. Its content is the canonical JSON of
 * exactly these members.
 *
 * @param kind one lower-case word: {@code goal}, {@code plan}, {@code message}, {@code findings},
 *     {@code answer}, {@code artifact}; a reader that does not know one still follows its links
 * @param title one line for a drawing
 * @param links names of the objects it came from, each recorded before it
 * @param acts the acts it tells of
 * @param payload the rest
 */
public record DagObject(String kind, String title, List<Digest> links, List<ActId> acts, Json.Obj payload) {
    public static final int KIND_CHARS_MAX = 32;
    public static final int TITLE_CHARS_MAX = 200;
    /** The most objects that one comes from. */
    public static final int LINKS_MAX = 128;
    /** The most acts that one tells of. */
    public static final int ACTS_MAX = 256;

    private static final Pattern KIND = Pattern.compile("[a-z]{1," + KIND_CHARS_MAX + "}");

    public DagObject {
        Objects.requireNonNull(payload, "payload");
        links = List.copyOf(links);
        acts = List.copyOf(acts);
        require(KIND.matcher(kind).matches(), "an object's kind is one lower-case word, not '" + kind + "'");
        require(
                title.length() <= TITLE_CHARS_MAX && title.indexOf('\n') < 0,
                "an object's title is one line of at most " + TITLE_CHARS_MAX + " characters");
        require(links.size() <= LINKS_MAX, "an object has at most " + LINKS_MAX + " links, not " + links.size());
        require(acts.size() <= ACTS_MAX, "an object tells of at most " + ACTS_MAX + " acts, not " + acts.size());
    }

    /** An object that came from nothing and tells of no act; a title that is too long is cut. */
    public static DagObject of(String kind, String title, Json.Obj payload) {
        return new DagObject(kind, line(title), List.of(), List.of(), payload);
    }

    public DagObject from(List<Digest> others) {
        return new DagObject(kind, title, others, acts, payload);
    }

    public DagObject tells(List<ActId> of) {
        return new DagObject(kind, title, links, of, payload);
    }

    byte[] content() {
        return Json.object()
                .put("acts", DagNote.array(acts))
                .put("kind", kind)
                .put("links", DagNote.array(links))
                .put("payload", payload)
                .put("title", title)
                .build()
                .canonical();
    }

    /** Reads content; throws {@link IllegalArgumentException} or {@link stemma.core.JsonException}. */
    static DagObject parse(byte[] content) {
        if (!(Json.parse(content) instanceof Json.Obj body)) {
            throw new IllegalArgumentException("an object's content is a JSON object");
        }
        return new DagObject(
                body.string("kind"),
                body.string("title"),
                DagNote.digests(body.array("links")),
                DagNote.acts(body.array("acts")),
                body.object("payload"));
    }

    private static String line(String title) {
        String line = title.strip().replaceAll("\\s+", " ");
        if (line.length() <= TITLE_CHARS_MAX) {
            return line;
        }
        int end =
                Character.isHighSurrogate(line.charAt(TITLE_CHARS_MAX - 2)) ? TITLE_CHARS_MAX - 2 : TITLE_CHARS_MAX - 1;
        return line.substring(0, end) + "…";
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
