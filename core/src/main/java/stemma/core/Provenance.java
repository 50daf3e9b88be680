package stemma.core;

import java.util.ArrayList;
import java.util.List;

/**
 * Where data came from and how far it is trusted. Whatever is made from several pieces is trusted no
 * more than the least of them: {@link #with} only ever lowers trust.
 *
 * @param trust the least trust of all sources
 * @param sources short names of where it came from, such as {@code file:README.md}; at most
 *     {@value #SOURCES_MAX}, the first ones are kept
 */
public record Provenance(Trust trust, List<String> sources) {
    public static final int SOURCES_MAX = 8;
    public static final int SOURCE_CHARS_MAX = 200;

    public static final Provenance OPERATOR = new Provenance(Trust.OPERATOR, List.of());
    public static final Provenance NODE = new Provenance(Trust.NODE, List.of());

    public Provenance {
        sources = List.copyOf(sources);
        if (sources.size() > SOURCES_MAX) {
            throw new IllegalArgumentException("a provenance names at most " + SOURCES_MAX + " sources");
        }
        for (String source : sources) {
            Limits.text("a source", source, 1, SOURCE_CHARS_MAX);
        }
    }

    /** Data from one source. A name that is longer or no whole Unicode is cut and mended to fit. */
    public static Provenance of(Trust trust, String source) {
        return new Provenance(trust, List.of(Limits.cut(source, SOURCE_CHARS_MAX)));
    }

    /** The provenance of something made from this and the other. */
    public Provenance with(Provenance other) {
        List<String> all = new ArrayList<>(sources);
        for (String source : other.sources) {
            if (all.size() < SOURCES_MAX && !all.contains(source)) {
                all.add(source);
            }
        }
        return new Provenance(trust.and(other.trust), all);
    }

    /**
     * Of a value of a small type that was taken out of this data; see {@link Extract}, which alone may say
     * so. The sources stay.
     */
    Provenance extracted() {
        return new Provenance(tainted() ? Trust.NODE : trust, sources);
    }

    /** As receipts and stored documents keep it. */
    public Json.Obj json() {
        return Json.object()
                .put("trust", trust.word())
                .put("sources", Json.array(sources.stream().map(Json::of).toList()))
                .build();
    }

    /** Reads what {@link #json} wrote; throws {@link JsonException} or {@link IllegalArgumentException}. */
    public static Provenance of(Json.Obj body) {
        List<String> sources = new ArrayList<>();
        for (Json item : body.array("sources").items()) {
            sources.add(item instanceof Json.Str(String source) ? source : item.text());
        }
        return new Provenance(Trust.parse(body.string("trust")), sources);
    }

    /** In one line for a person: {@code model, from model:local, file:README.md}. */
    @Override
    public String toString() {
        return trust.word() + (sources.isEmpty() ? "" : ", from " + String.join(", ", sources));
    }

    /** Whether anything but the operator and the node itself had a hand in it. */
    public boolean tainted() {
        return trust.compareTo(Trust.NODE) > 0;
    }
}
