package stemma.policy;

import java.util.Locale;

/**
 * Who wrote a rule, the strongest first. Between rules of one verdict the higher layer names the one that
 * decides. That nothing below overrides a layer follows from the order of verdicts alone: a layer below
 * can add a deny or a question, and neither can turn a deny or a question from above into a yes.
 */
enum Layer {
    /** The program itself. */
    FLOOR,
    /** Whoever administers the machine. */
    MANAGED,
    /** The operator, in the home. */
    HOME;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
