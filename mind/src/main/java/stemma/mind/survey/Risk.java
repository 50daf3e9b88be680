package stemma.mind.survey;

/**
 * A place that looks risky. It names the line and never quotes it, because the line may be a secret.
 *
 * @param kind of risk
 * @param line number from 1; 0 for the file as a whole
 * @param what was seen, in a few words
 */
public record Risk(Kind kind, int line, String what) {
    /** How much it matters, the most first. */
    public enum Weight {
        HIGH,
        MEDIUM,
        LOW
    }

    /** The kinds of risk that are looked for. */
    public enum Kind {
        SECRET(Weight.HIGH, "looks like a secret"),
        CREDENTIAL_FILE(Weight.HIGH, "a file named like a credential"),
        PIPE_TO_SHELL(Weight.HIGH, "downloads and runs it unseen"),
        UNCHECKED_TLS(Weight.HIGH, "certificate checks switched off"),
        SET_ID(Weight.HIGH, "runs with its owner's rights"),
        DYNAMIC_CODE(Weight.MEDIUM, "runs text as code"),
        SHELL_COMMAND(Weight.MEDIUM, "hands text to a shell"),
        UNSAFE_READ(Weight.MEDIUM, "reads objects that can run code"),
        INSTALL_HOOK(Weight.MEDIUM, "runs when it is installed or opened"),
        CONFLICT(Weight.MEDIUM, "unresolved merge conflict"),
        WORLD_WRITABLE(Weight.MEDIUM, "writable by everyone"),
        BINARY(Weight.MEDIUM, "a program without its source"),
        DISABLED_TEST(Weight.LOW, "a test that is switched off"),
        LARGE_FILE(Weight.LOW, "very large");

        private final Weight weight;
        private final String words;

        Kind(Weight weight, String words) {
            this.weight = weight;
            this.words = words;
        }

        public Weight weight() {
            return weight;
        }

        public String words() {
            return words;
        }
    }
}
