package stemma.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import stemma.policy.RuleWords.Word;
import stemma.policy.RuleWords.Wrong;

/** Reads the ops of a rule. */
final class OpNames {
    /** Takes a name that no op has: a fault in what a person writes, for its rule would guard nothing. */
    @FunctionalInterface
    interface Unknown {
        void name(Wrong where) throws Wrong;
    }

    private static final Pattern FORM = Pattern.compile("\\*|[a-z][a-z0-9]*\\.(\\*|[a-z][a-z0-9-]*)");
    private static final int TYPOS_MAX = 3;

    private final Set<String> known;

    OpNames(Set<String> known) {
        this.known = known;
    }

    /** The names that some op has. */
    List<String> parse(Word word, Unknown unknown) throws Wrong {
        List<String> names = new ArrayList<>();
        int column = word.column();
        for (String name : word.text().split(",", -1)) {
            if (!FORM.matcher(name).matches()) {
                throw new Wrong(column, "'" + name + "' is no op; one looks like fs.write, fs.* or *");
            }
            if (!known.isEmpty() && known.stream().noneMatch(op -> Rule.covers(name, op))) {
                unknown.name(new Wrong(column, "no op is named '" + name + "'" + nearest(name)));
            } else {
                names.add(name);
            }
            column += name.length() + 1;
        }
        return names;
    }

    /** Why this is not the name of one op; empty when it is. */
    Optional<String> fault(String op) {
        return known.isEmpty() || known.contains(op)
                ? Optional.empty()
                : Optional.of("no op is named '" + op + "'" + nearest(op));
    }

    /** Whether these ops act on things of more than one kind, so that only {@code *} fits them all. */
    static boolean mixed(List<String> names) {
        return names.contains("*")
                || names.stream().map(TargetKind::of).distinct().count() > 1;
    }

    private String nearest(String name) {
        Optional<String> best = known.stream().min(Comparator.comparingInt(op -> distance(name, op)));
        return best.filter(op -> distance(name, op) <= TYPOS_MAX)
                .map(op -> "; did you mean " + op + "?")
                .orElse("; the ops are "
                        + String.join(", ", known.stream().sorted().toList()));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
