package stemma.mind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import stemma.core.ActId;
import stemma.core.Json;
import stemma.core.Provenance;
import stemma.core.Trust;

/**
 * What a step found out: answers for the table, claims for the sections below it, and facts for the
 * steps that follow. It is kept in the content store, so that a goal that is resumed does not look twice.
 *
 * @param answers rows of the table, in order
 * @param sections claims by the title of their section, in order
 * @param facts for later steps, not shown
 * @param label where all of it came from
 */
public record Findings(List<Answer> answers, Map<String, List<Claim>> sections, Json.Obj facts, Provenance label) {
    /** The most answers that fit the one line which stands for a whole report. */
    static final int HEADLINE_ANSWERS_MAX = 4;

    public static final Findings NONE =
            new Findings(List.of(), Map.of(), Json.object().build(), Provenance.OPERATOR);

    /** What a build before labels kept: it was made by a goal, and nobody says from what. */
    private static final Provenance UNLABELLED = Provenance.of(Trust.MODEL, "unlabelled findings");

    public Findings {
        answers = List.copyOf(answers);
        Map<String, List<Claim>> copy = new LinkedHashMap<>();
        sections.forEach((title, claims) -> copy.put(title, List.copyOf(claims)));
        sections = Collections.unmodifiableMap(copy);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Whether there is nothing to show. */
    public boolean silent() {
        return answers.isEmpty() && sections.isEmpty();
    }

    /** The first questions, each with its verdict as a sentence, in one line, where there are any. */
    public Optional<String> headline() {
        return answers.isEmpty()
                ? Optional.empty()
                : Optional.of(answers.stream()
                        .limit(HEADLINE_ANSWERS_MAX)
                        .map(a -> a.question() + " " + sentence(a.verdict()))
                        .collect(Collectors.joining(" ")));
    }

    private static String sentence(String verdict) {
        int first = verdict.codePointAt(0);
        return Character.toString(Character.toUpperCase(first)) + verdict.substring(Character.charCount(first)) + ".";
    }

    /** The same, made from data of that provenance too. */
    Findings from(Provenance seen) {
        return new Findings(answers, sections, facts, label.with(seen));
    }

    /** Both, the other's after these; facts of the same name are the other's. */
    public Findings and(Findings other) {
        Builder both = builder();
        for (Findings part : List.of(this, other)) {
            part.answers.forEach(both.answers::add);
            part.sections.forEach((title, claims) -> claims.forEach(c -> both.claim(title, c)));
            both.facts.putAll(part.facts.members());
        }
        return both.build().from(label).from(other.label);
    }

    Json.Obj json() {
        return Json.object()
                .put("answers", Json.array(answers.stream().map(Findings::json).toList()))
                .put(
                        "sections",
                        Json.array(sections.entrySet().stream()
                                .map(e -> Json.object()
                                        .put("title", e.getKey())
                                        .put(
                                                "claims",
                                                Json.array(e.getValue().stream()
                                                        .map(Findings::json)
                                                        .toList()))
                                        .build())
                                .toList()))
                .put("facts", facts)
                .put("label", label.json())
                .build();
    }

    static Findings parse(byte[] bytes) {
        return of(object(Json.parse(bytes)));
    }

    static Findings of(Json.Obj root) {
        Builder found = builder();
        for (Json item : root.array("answers").items()) {
            Json.Obj row = object(item);
            found.answer(row.string("question"), row.string("verdict"), claim(row.object("because")));
        }
        for (Json item : root.array("sections").items()) {
            Json.Obj section = object(item);
            for (Json one : section.array("claims").items()) {
                found.claim(section.string("title"), claim(object(one)));
            }
        }
        found.facts.putAll(root.object("facts").members());
        Optional<Provenance> label =
                root.find("label").filter(Json.Obj.class::isInstance).map(l -> Provenance.of((Json.Obj) l));
        return found.build().from(label.orElse(UNLABELLED));
    }

    private static Json json(Answer answer) {
        return Json.object()
                .put("question", answer.question())
                .put("verdict", answer.verdict())
                .put("because", json(answer.because()))
                .build();
    }

    private static Json json(Claim claim) {
        return Json.object()
                .put("text", claim.text())
                .put(
                        "receipts",
                        Json.array(claim.receipts().stream()
                                .map(id -> Json.of(id.toString()))
                                .toList()))
                .build();
    }

    private static Claim claim(Json.Obj body) {
        List<ActId> receipts = new ArrayList<>();
        for (Json id : body.array("receipts").items()) {
            if (id instanceof Json.Str(String text)) {
                receipts.add(ActId.parse(text));
            }
        }
        return new Claim(body.string("text"), receipts);
    }

    private static Json.Obj object(Json json) {
        if (json instanceof Json.Obj obj) {
            return obj;
        }
        throw new IllegalArgumentException("findings are kept as objects");
    }

    /** Collects findings in the order in which they are to be shown. Not thread-safe. */
    public static final class Builder {
        private final List<Answer> answers = new ArrayList<>();
        private final Map<String, List<Claim>> sections = new LinkedHashMap<>();
        private final Map<String, Json> facts = new LinkedHashMap<>();

        private Builder() {}

        public Builder answer(String question, String verdict, Claim because) {
            answers.add(new Answer(question, verdict, because));
            return this;
        }

        public Builder claim(String section, Claim claim) {
            sections.computeIfAbsent(section, t -> new ArrayList<>()).add(claim);
            return this;
        }

        public Builder claim(String section, String text, Seen<?>... seen) {
            return claim(section, Claim.of(text, seen));
        }

        public Builder fact(String name, Json value) {
            facts.put(name, value);
            return this;
        }

        public Findings build() {
            return new Findings(answers, sections, new Json.Obj(facts), Provenance.OPERATOR);
        }
    }
}
