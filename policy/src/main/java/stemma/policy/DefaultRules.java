package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules of a new home allow, op by op. A home keeps the file it began with, and a build that
 * brings new ops does not touch it; what the file never mentions is denied, and whoever meets that denial
 * should hear which line is missing.
 */
final class DefaultRules {
    private static final List<Allows> LINES = lines();

    private DefaultRules() {}

    private record Allows(List<String> ops, String line) {
        boolean covers(String op) {
            return ops.stream().anyMatch(pattern -> Rule.covers(pattern, op));
        }
    }

    private static List<Allows> lines() {
        List<Allows> lines = new ArrayList<>();
        for (String line : new String(Floor.resource("default.rules"), StandardCharsets.UTF_8).split("\n", -1)) {
            String[] words = line.split("\\s+", 3);
            if (words[0].equals("allow") && words.length == 3) {
                lines.add(new Allows(Arrays.asList(words[1].split(",", -1)), line.replaceAll("\\s+", " ")));
            }
        }
        return List.copyOf(lines);
    }

    /** The line that a new home has for this op; empty when it has none. */
    static Optional<String> line(String op) {
        return LINES.stream().filter(line -> line.covers(op)).findFirst().map(Allows::line);
    }

    /**
     * Each line of a new home that these rules lack, with the ops they never mention.
     *
     * @param ops that something performs
     */
    static List<String> missing(List<Rule> rules, Set<String> ops) {
        List<String> missing = new ArrayList<>();
        for (Allows line : LINES) {
            List<String> lacks = ops.stream()
                    .filter(line::covers)
                    .filter(op -> rules.stream().noneMatch(rule -> rule.covers(op)))
                    .sorted()
                    .toList();
            if (!lacks.isEmpty()) {
                missing.add(String.join(", ", lacks) + ": a new home has\n    " + line.line());
            }
        }
        return missing;
    }
}
