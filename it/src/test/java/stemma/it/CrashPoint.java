package stemma.it;

import java.util.EnumSet;
import java.util.Set;

/**
 * A named point at which the node is killed: the state of the home before, the verb, the calls that are
 * counted, on which file, and which of them is the last. {@code RUN} stands for the finished run, {@code
 * BOX} for its folder, {@code QUESTION} for the open approval.
 */
enum CrashPoint {
    BOOT_ENTRY_WRITTEN("log tail", "pwrite64", Names.LOG, 1, Told.NOTHING),
    BOOT_ENTRY_SYNCED("log tail", "fdatasync", Names.LOG, 1, Told.NOTHING),
    INTENT_WRITTEN("run -- touch x", "pwrite64", Names.LOG, 2, Told.NOTHING),
    INTENT_SYNCED("run -- touch x", "fdatasync", Names.LOG, 2, Told.UNKNOWN),
    BOX_START("run -- touch x", "mkdir", "home/boxes/2-1", 1, Told.UNKNOWN),
    RECEIPT_WRITTEN("run -- touch x", "pwrite64", Names.LOG, 3, Told.UNKNOWN),
    RECEIPT_SYNCED("run -- touch x", "fdatasync", Names.LOG, 3, Told.DONE),
    CHECKPOINT_RENAME("run -- touch x", "rename", "home/ledger/checkpoint.next", 1, Told.EITHER),
    STATE_DB_WRITE("run -- touch x", "pwrite64", "home/state.db-wal", 4, Told.EITHER),
    APPLY_JOURNAL("apply RUN", "rename", "home/boxes/BOX/journal.part", 1, Told.UNKNOWN),
    APPLY_RENAME("apply RUN", "fsync", "work/.stemma-1.part", 1, Told.UNKNOWN),
    SHUTDOWN("run -- touch x", "unlink", "home/owner", 1, Told.DONE),

    LEAVES_MADE_AGAIN("log tail", "pwrite64", "home/ledger/leaves", 1, Told.NOTHING),
    LEAVES_SYNCED("log tail", "fdatasync", "home/ledger/leaves", 1, Told.NOTHING),
    TILES_SYNCED("log tail", "fdatasync", "home/ledger/tiles", 1, Told.NOTHING),
    CHECKPOINT_SYNCED("log tail", "fsync", "home/ledger/checkpoint.next", 1, Told.NOTHING),
    APPLY_INTENT_SYNCED("apply RUN", "fdatasync", Names.LOG, 2, Told.UNKNOWN),
    APPLY_RECEIPT_WRITTEN("apply RUN", "pwrite64", Names.LOG, 3, Told.UNKNOWN),
    UNDO_INTENT_SYNCED(Before.APPLIED, "undo RUN", "fdatasync", Names.LOG, 2, Told.UNKNOWN),
    UNDO_RECEIPT_SYNCED(Before.APPLIED, "undo RUN", "fdatasync", Names.LOG, 3, Told.DONE),
    HALT_WRITTEN("halt enough", "pwrite64", Names.LOG, 2, Told.NOTHING),
    HALT_SYNCED("halt enough", "fdatasync", Names.LOG, 2, Told.NOTHING),
    RULES_INTENT_SYNCED(Before.RULES_EDITED, "log tail", "fdatasync", Names.LOG, 2, Told.UNKNOWN),
    RULES_RECEIPT_SYNCED(Before.RULES_EDITED, "log tail", "fdatasync", Names.LOG, 3, Told.DONE),
    QUESTION_SYNCED(Before.RULES_ASK, "discard RUN", "fdatasync", Names.LOG, 2, Told.EITHER),
    ANSWER_SYNCED(Before.ASKED, "approve QUESTION", "fdatasync", Names.LOG, 2, Told.EITHER),
    APPROVAL_USED(Before.APPROVED, "discard RUN", "fdatasync", Names.LOG, 2, Told.UNKNOWN);

    /** Those that the quick suite tries; each costs three starts of the node, so that all are a deep matter. */
    private static final Set<CrashPoint> QUICK = EnumSet.range(BOOT_ENTRY_WRITTEN, SHUTDOWN);

    /** What the home has seen before. */
    enum Before {
        /** A run of three new files that wait to be applied. */
        RUN_ENDED,
        /** They are applied. */
        APPLIED,
        /** The file of rules says that discarding asks, and no node has read it yet. */
        RULES_EDITED,
        /** Those rules are adopted. */
        RULES_ASK,
        /** Somebody wanted to discard the run. */
        ASKED,
        /** And may. */
        APPROVED
    }

    /** What is told about an act that was under way. */
    enum Told {
        /** Its intent never was in the log, or there was none. */
        NOTHING,
        /** Its intent is, its receipt is not. */
        UNKNOWN,
        /** Its receipt is there, though nobody was told. */
        DONE,
        /** Whatever the clock made of it: the call is not part of the act. */
        EITHER
    }

    private static final class Names {
        static final String LOG = "home/ledger/entries-00000000000000000000.log";
    }

    private final Before before;
    private final String verb;
    private final String calls;
    private final String file;
    private final int when;
    private final Told told;

    CrashPoint(String verb, String calls, String file, int when, Told told) {
        this(Before.RUN_ENDED, verb, calls, file, when, told);
    }

    CrashPoint(Before before, String verb, String calls, String file, int when, Told told) {
        this.before = before;
        this.verb = verb;
        this.calls = calls;
        this.file = file;
        this.when = when;
        this.told = told;
    }

    boolean quick() {
        return QUICK.contains(this);
    }

    Before before() {
        return before;
    }

    String verb() {
        return verb;
    }

    String calls() {
        return calls;
    }

    String file() {
        return file;
    }

    int when() {
        return when;
    }

    Told told() {
        return told;
    }
}
