package stemma.mind.plan;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the template that a goal's words mean, or none.
 *
 * <pre>
 *   words -> slots taken out -> stems -> a word that asks for a change? ---> none
 *                                     -> each template: is one of its ways complete?
 *                                        how much of what was said does it explain?
 *                                     -> the best one, if it explains enough ---> it
 * </pre>
 *
 * <p>A wrong match does something that was not asked for, and a missed one only says so; therefore
 * words that no template explains count against all of them, and a wish to change something matches
 * nothing, because every template only looks.
 */
final class Scorer {
    /** The share of a goal's words that its template has to explain. Chosen on the tuning phrasings. */
    static final double COVERAGE_MIN = 0.67;

    /** The share of a goal's words that a template has to know to be named as the nearest. */
    static final double NEAR_MIN = 0.3;

    /** Words that ask for something to be made, changed, sent or had: none of it is looking. */
    private static final Set<String> CHANGES = stems("write create fix deploy implement add refactor delete remove"
            + " rename install upgrade bump translate send book order buy generate convert publish push merge rewrite"
            + " optimise optimize migrate draw play schedule remind email repair modify replace move format improve"
            + " download upload post clone revert undo reset encrypt rotate approve set setup clean make learn teach"
            + " faster prettier");

    private Scorer() {}

    /** What was found: the best template, and whether it fits well enough to be meant. */
    record Match(String template, double coverage, boolean fits) {}

    private static Set<String> stems(String words) {
        Set<String> stems = new HashSet<>();
        for (String word : words.split(" ", -1)) {
            stems.add(Words.stem(word));
        }
        return Set.copyOf(stems);
    }

    /** The nearest template, if any came near at all. */
    static Optional<Match> best(String text) {
        Slots slots = Slots.in(text);
        List<String> content = Words.content(slots.rest());
        List<String> all = Words.all(slots.rest());
        int named = slots.symbols().size() + slots.paths().size();
        boolean changes = content.stream().anyMatch(CHANGES::contains);
        return Shapes.ALL.stream()
                .map(shape -> new Candidate(shape.name(), fit(shape, content, all, slots, named)))
                .filter(c -> c.fit.way() > 0)
                .max(Comparator.comparingDouble((Candidate c) -> c.fit.score()))
                .map(c -> new Match(c.name, c.fit.coverage(), !changes && c.fit.coverage() >= COVERAGE_MIN));
    }

    /** The template that the words come nearest to though they do not say what it needs, if any is near. */
    static Optional<String> nearest(String text) {
        List<String> content = Words.content(Slots.in(text).rest());
        return Shapes.ALL.stream()
                .map(shape -> new Near(shape.name(), shape.nearness(content)))
                .filter(near -> near.share >= NEAR_MIN)
                .max(Comparator.comparingDouble(Near::share))
                .map(Near::name);
    }

    private record Near(String name, double share) {}

    private record Candidate(String name, Shape.Fit fit) {}

    /** Some templates need a thing that is named, and for the others a thing that is named is a stranger. */
    private static Shape.Fit fit(Shape shape, List<String> content, List<String> all, Slots slots, int named) {
        return switch (shape.name()) {
            case "find-uses" -> slots.symbol().isEmpty() ? Shape.Fit.NONE : shape.fit(content, all, named);
            case "compare-folders" -> slots.pair().isEmpty() ? Shape.Fit.NONE : shape.fit(content, all, 2);
            case "summarise" ->
                shape.fit(
                        content,
                        slots.paths().isEmpty() ? all : plus(all, "document"),
                        slots.paths().size());
            default -> strangers(shape.fit(content, all, 0), content.size(), named);
        };
    }

    private static List<String> plus(List<String> all, String word) {
        return Stream.concat(all.stream(), Stream.of(word)).toList();
    }

    private static Shape.Fit strangers(Shape.Fit fit, int said, int named) {
        return said == 0 ? fit : new Shape.Fit(fit.coverage() * said / (said + named), fit.way());
    }
}
