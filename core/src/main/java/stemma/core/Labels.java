package stemma.core;

import java.util.Optional;

/**
 * What the ledger knows of where data at rest came from. A file that a goal wrote is not what the
 * operator's folder held before: whoever reads it later, in whichever goal, reads that goal's words.
 * Implementations are thread-safe and know every act that had ended when they are asked.
 */
public interface Labels {
    /** Nothing was ever labelled: a file is what the workspace is. */
    Labels NONE = new Labels() {
        @Override
        public Optional<Provenance> bytes(Digest content) {
            return Optional.empty();
        }

        @Override
        public Provenance file(String target, Digest content) {
            return at(target);
        }

        @Override
        public Provenance under(String folder) {
            return at(folder);
        }
    };

    /** What is known of exactly these bytes, wherever they are: endorsed by an operator, or written by a goal. */
    Optional<Provenance> bytes(Digest content);

    /**
     * Of a file that holds these bytes.
     *
     * @param target the path as acts name it
     */
    Provenance file(String target, Digest content);

    /** Of whoever may have read anything below this folder: the least trusted of it. */
    Provenance under(String folder);

    /** Of a file or folder of which nothing more is known. */
    static Provenance at(String target) {
        return Provenance.of(Trust.WORKSPACE, "file:" + target);
    }
}
