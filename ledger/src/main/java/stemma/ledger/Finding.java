package stemma.ledger;

/**
 * One thing that verification found.
 *
 * @param index the first entry concerned; for a checkpoint, the size it claims
 * @param text one sentence for a person
 */
public record Finding(Kind kind, long index, String text) {
    /** What is wrong, or worth saying. */
    public enum Kind {
        /** An entry is not what was recorded. */
        CHANGED,
        /** Entries that were signed are gone. */
        MISSING,
        /** A checkpoint is not signed by this node's key, or not for this log. */
        RESIGNED,
        /** The ledger is older than the one remembered. */
        ROLLED_BACK,
        /** The ledger has another past than the one remembered. */
        FORKED,
        /** Leaf hashes or tiles differ from the entries; the entries are what was signed. */
        DERIVED,
        /** The end of the last commit is incomplete: being written now, or cut by a crash. */
        UNFINISHED,
        /** Entries that no checkpoint covers yet. */
        UNSIGNED,
        /** A cosignature on record is not its witness's. */
        COSIGNATURE,
        /** How far the witnesses vouch for the ledger. */
        WITNESSED,
        /** Content that an operator had erased; what was committed to it stays. */
        ERASED,
        /** Objects that the log vouches for are as they were. */
        VOUCHED;

        /** Whether somebody or something altered the record. */
        public boolean alarming() {
            return switch (this) {
                case CHANGED, MISSING, RESIGNED, ROLLED_BACK, FORKED, COSIGNATURE -> true;
                case DERIVED, UNFINISHED, UNSIGNED, WITNESSED, ERASED, VOUCHED -> false;
            };
        }
    }
}
