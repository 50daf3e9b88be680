package stemma.mind.plan;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a goal has to say for one template to be meant.
 *
 * @param name of the template
 * @param ways each a set of concepts that must all be there; one way is enough
 * @param vocabulary concepts that may be there besides
 */
record Shape(String name, List<Set<Concepts>> ways, Set<Concepts> vocabulary) {
    Shape {
        ways = List.copyOf(ways);
        Set<Concepts> all = EnumSet.copyOf(vocabulary);
        ways.forEach(all::addAll);
        vocabulary = Set.copyOf(all);
    }

    /** How well a text's words fit, from 0 to 1, with how many concepts of the best way are there. */
    record Fit(double coverage, int way) {
        static final Fit NONE = new Fit(0, 0);

        /** Coverage first; a way that asks for more breaks ties. */
        double score() {
            return coverage + WAY_BONUS * way;
        }
    }

    static final double WAY_BONUS = 0.04;

    /** The share of the words that belong to one of its ways, from 0 to 1; words that go with anything do not. */
    double nearness(List<String> content) {
        Set<String> telling = new HashSet<>();
        ways.forEach(way -> way.stream()
                .filter(concept -> concept != Concepts.FIND && concept != Concepts.ABOUT)
                .forEach(concept -> telling.addAll(concept.stems())));
        long known = content.stream().filter(telling::contains).count();
        return content.isEmpty() ? 0 : (double) known / content.size();
    }

    Fit fit(List<String> content, List<String> all, int slots) {
        Set<String> heard = new HashSet<>(all);
        int best = 0;
        for (Set<Concepts> way : ways) {
            boolean complete = way.stream().allMatch(c -> c.stems().stream().anyMatch(heard::contains));
            best = complete ? Math.max(best, way.size()) : best;
        }
        if (best == 0) {
            return Fit.NONE;
        }
        Set<String> known = new HashSet<>();
        vocabulary.forEach(c -> known.addAll(c.stems()));
        long explained = content.stream().filter(known::contains).count() + slots;
        long total = (long) content.size() + slots;
        return new Fit(total == 0 ? 1 : (double) explained / total, best);
    }
}
