package stemma.mind;

/** What a planner says to a goal. */
public sealed interface PlanResult {
    /** It knows how. */
    record Planned(Plan plan) implements PlanResult {}

    /**
     * It does not know how.
     *
     * @param nearest the template that came nearest; empty when none came near
     * @param message what would help, for the person who set the goal
     */
    record NoMatch(String nearest, String message) implements PlanResult {}

    /**
     * It knows how, and cannot: a folder is missing, a name is needed.
     *
     * @param message what is missing and how to give it
     */
    record Refused(String message) implements PlanResult {}
}
