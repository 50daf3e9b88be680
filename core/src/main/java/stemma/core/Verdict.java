package stemma.core;

/** What policy says of an act. Every verdict names the rule that decided. */
public sealed interface Verdict {
    /** The rule that decided, as its author wrote it or as its place in the built-in list. */
    String rule();

    /** It may happen. */
    record Allow(String rule) implements Verdict {}

    /**
     * It may not happen.
     *
     * @param reason one clause for a person: why, and where it can be changed
     */
    record Deny(String rule, String reason) implements Verdict {}

    /**
     * A person decides.
     *
     * @param reason one clause for the person who is asked
     * @param quorum who has to sign the yes, if anybody
     */
    record Ask(String rule, String reason, Quorum quorum) implements Verdict {
        /** One operator's word is enough. */
        public Ask(String rule, String reason) {
            this(rule, reason, Quorum.NONE);
        }
    }
}
