package stemma.core;

/**
 * The named operators of this node, as the gate sees them: people who each hold a key of their own,
 * which no program of this node ever holds. Implementations are thread-safe.
 */
public interface Operators {
    /** A node that knows nobody by name. */
    Operators NONE = new Operators() {
        @Override
        public String node() {
            return "a node without a name";
        }

        @Override
        public Signer signer(byte[] statement, String signature) {
            throw new Refusal(Refusal.Kind.CONFLICT, "no operator is named on this node; see stemma operator add");
        }

        @Override
        public boolean holds(String name, String key) {
            return false;
        }
    };

    /**
     * Whose signature it is.
     *
     * @param name the operator's
     * @param signature as it is kept
     */
    record Signer(String name, Signature signature) {
        public Signer {
            Quorum.requireName(name);
        }
    }

    /** The public key of this node in its text form, which every {@link Statement} names. */
    String node();

    /** Finds the operator who signed exactly these bytes; throws a {@link Refusal} that says why nobody did. */
    Signer signer(byte[] statement, String signature);

    /** Whether this operator is named here now, with the key of that fingerprint. */
    boolean holds(String name, String key);
}
