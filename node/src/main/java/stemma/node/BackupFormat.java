package stemma.node;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a backup holds, in the order in which a running node's files must be read: what is computed from
 * the log before the log, and the log's claims before its entries, so that whatever is added meanwhile
 * is only more than is claimed.
 *
 * <pre>
 *   (name as UTF, size as 8 bytes, bytes)*  and an empty name at the end
 * </pre>
 */
final class BackupFormat {
    /** The database's name in a backup. */
    static final String STATE = "state.db";

    static final long FILES_MAX = 10_000_000;

    /** What is no part of a node: its locks and whatever only runs. */
    static final Set<String> LEFT_OUT = Set.of("lock", "owner", "state.db-wal", "state.db-shm");

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,200}|ledger/[a-z0-9.-]{1,60}|objects/[0-9a-f]{2}/[0-9a-f]{62}"
                    + "|keys/[A-Za-z0-9][A-Za-z0-9._-]{0,60}");

    private BackupFormat() {}

    static boolean allowed(String name) {
        return NAME.matcher(name).matches() && !LEFT_OUT.contains(name);
    }

    /** Whether a file of the ledger is read after the others. */
    static boolean last(String ledgerFile) {
        return ledgerFile.startsWith("entries-");
    }
}
