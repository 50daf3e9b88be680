package stemma.mind.survey;

import java.util.Optional;

/**
 * What trying a project showed.
 *
 * @param state whether it worked
 * @param why in a few words; for a verdict that could not be told, what is missing
 * @param tally of tests, where a runner gave one
 */
record Verdict(State state, String why, Optional<TestTally> tally) {
    /** Whether it worked. */
    enum State {
        PASSED,
        FAILED,
        /** The node could not find out; it says nothing about the project. */
        UNTOLD,
        /** There is nothing to try. */
        ABSENT
    }

    static Verdict passed(String why) {
        return new Verdict(State.PASSED, why, Optional.empty());
    }

    static Verdict failed(String why) {
        return new Verdict(State.FAILED, why, Optional.empty());
    }

    static Verdict untold(String why) {
        return new Verdict(State.UNTOLD, why, Optional.empty());
    }

    static Verdict absent(String why) {
        return new Verdict(State.ABSENT, why, Optional.empty());
    }

    Verdict counting(TestTally counted) {
        return new Verdict(state, why, Optional.of(counted));
    }
}
