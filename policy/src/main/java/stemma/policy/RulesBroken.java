package stemma.policy;

import java.util.List;

/** A rules file says something that is no rule. Nothing of it is used. */
public final class RulesBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    /**
     * One thing that is wrong.
     *
     * @param line from 1
     * @param column in characters, from 1
     * @param message what is wrong and the way out
     */
    public record Fault(String source, int line, int column, String message) {
        @Override
        public String toString() {
            return source + ":" + line + ":" + column + ": " + message;
        }
    }

    RulesBroken(List<Fault> faults) {
        super(String.join("\n", faults.stream().map(Fault::toString).toList()));
        this.faults = List.copyOf(faults);
    }

    /** What is wrong, in file order; at least one. */
    public List<Fault> faults() {
        return faults;
    }
}
