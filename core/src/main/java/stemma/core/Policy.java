package stemma.core;

/** The judge. Implementations are thread-safe, and answer in microseconds. */
@FunctionalInterface
public interface Policy {
    /** What is to become of an act, whoever asks and however often. Changes nothing. */
    Verdict judge(Act act);

    /** Judges an act that is about to happen: it counts with what bounds how often, and one too many is denied. */
    default Verdict admit(Act act) {
        return judge(act);
    }

    /** Says that an act which was admitted as a question did not happen, so that it does not count. */
    default void waive(Act act) {}
}
