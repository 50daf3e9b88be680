package stemma.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import stemma.core.Act;

/**
 * What no rules file overrides. Most of it is rules too, {@code floor.rules} inside the program. Its
 * denies win over every other rule; its questions turn a yes into a question, and leave a no alone.
 * The rest cannot be said in rules: the form of targets, and searches that would walk into the
 * node's home from above.
 */
final class Floor {
    static final String SOURCE = "floor";

    private static final Set<String> WALKS = Set.of("fs.search");

    private final Places places;
    private final List<Rule> rules;

    Floor(Places places) {
        this.places = places;
        this.rules = RuleParser.floor(places).parse(resource("floor.rules")).rules();
        if (rules.stream().anyMatch(rule -> rule.decision() == Decision.ALLOW)) {
            throw new IllegalStateException("floor.rules allows something; a floor only denies and asks");
        }
    }

    Places places() {
        return places;
    }

    /** The built-in rules. */
    List<Rule> rules() {
        return rules;
    }

    /** Why no rule needs to be asked about this act; empty when rules decide. */
    Optional<String> refusal(Act act, TargetKind kind) {
        Optional<String> fault = Form.fault(act, kind);
        if (fault.isPresent()) {
            return fault;
        }
        if (kind == TargetKind.PATH && WALKS.contains(act.op()) && above(act.target())) {
            return Optional.of("this folder holds the node's keys; search a folder below it");
        }
        return Optional.empty();
    }

    private boolean above(String folder) {
        String node = places.node();
        return node.startsWith(folder)
                && (folder.equals("/") || folder.length() == node.length() || node.charAt(folder.length()) == '/');
    }

    /** A file that is part of the program. */
    static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(Floor.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own " + name + " cannot be read; build it anew", e);
        }
    }
}
