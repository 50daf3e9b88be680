package stemma.core;

import java.util.Optional;

/**
 * What the ledger knows of where data at rest came from. A file that a goal wrote is not what the
 * operator's folder held before: whoever reads it later, in whichever goal, reads that goal's words.
 * Implementations are thread-safe and know every act that had ended when they are asked.
 */
public interface Labels {
    /** Nothing was ever labelled. */
    Labels NONE = new Labels() {
        @Override
        public Optional<Provenance> bytes(Digest content) {
            return Optional.empty();
        }

        @Override
        public Optional<Provenance> file(String target, Digest content) {
            return Optional.empty();
        }

        @Override
        public Optional<Provenance> under(String folder) {
            return Optional.empty();
        }
    };

    /** What is known of exactly these bytes, wherever they are: endorsed by an operator, or written by a goal. */
    Optional<Provenance> bytes(Digest content);

    /**
     * What is known of a file that holds these bytes.
     *
     * @param target the path as acts name it
     */
    Optional<Provenance> file(String target, Digest content);

    /** What is known of all that lies below this folder: the least trusted of it. */
    Optional<Provenance> under(String folder);

    /**
     * The label of what was read from a folder: of the workspace's trust and what else is known, unless an
     * operator has endorsed it.
     *
     * @param source names it
     */
    static Provenance of(String source, Optional<Provenance> known) {
        Provenance read = Provenance.of(Trust.WORKSPACE, source);
        return known.map(label -> label.tainted() ? read.with(label) : label).orElse(read);
    }
}
