package stemma.core;

import java.util.Objects;
import java.util.Optional;

/**
 * One line of the ledger. The kinds are closed: whoever reads the log, in this process or years
 * later, knows all of them. {@link EntryCodec} gives each its canonical bytes, and the limits here see
 * to it that they are at most {@link Log#ENTRY_BYTES_MAX}.
 */
public sealed interface Entry
        permits Entry.Booted, Entry.Intent, Receipt, Entry.Asked, Entry.Answered, Entry.Switched, Entry.Noted {

    /** Longest rule that an entry names. */
    int RULE_CHARS_MAX = 500;
    /** Longest reason for a question or a switch. */
    int REASON_CHARS_MAX = 1_000;

    int VERSION_CHARS_MAX = 100;

    /** Wall time of the entry in milliseconds since the epoch. */
    long atMillis();

    /**
     * The home was opened for acting.
     *
     * @param boot counts openings, from 1
     * @param version of the software
     */
    record Booted(int boot, String version, long atMillis) implements Entry {
        public Booted {
            if (boot < 1 || boot > ActId.BOOT_MAX) {
                throw new IllegalArgumentException("boots count from 1 to " + ActId.BOOT_MAX + ", not " + boot);
            }
            Limits.text("a version", version, 0, VERSION_CHARS_MAX);
        }
    }

    /** An effect is about to happen; its estimate is set aside. Durable before the performer starts. */
    record Intent(ActId id, Act act, String rule, long atMillis) implements Entry {
        public Intent {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(act, "act");
            Limits.text("a rule", rule, 0, RULE_CHARS_MAX);
        }
    }

    /**
     * A rule wants a person's answer.
     *
     * @param quorum who has to sign a yes, if anybody
     */
    record Asked(ActId id, Act act, String rule, String reason, Quorum quorum, long expiresMillis, long atMillis)
            implements Entry {
        public Asked {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(act, "act");
            Objects.requireNonNull(quorum, "quorum");
            Limits.text("a rule", rule, 0, RULE_CHARS_MAX);
            Limits.text("a reason", reason, 0, REASON_CHARS_MAX);
            if (expiresMillis <= atMillis) {
                throw new IllegalArgumentException("a question expires after it was asked");
            }
        }

        /** A question that one operator's word answers. */
        public Asked(ActId id, Act act, String rule, String reason, long expiresMillis, long atMillis) {
            this(id, act, rule, reason, Quorum.NONE, expiresMillis, atMillis);
        }
    }

    /**
     * A person answered. Where a quorum is wanted, each yes is one of several such entries.
     *
     * @param by who; a named operator when it is signed
     * @param signature of the {@link Statement} of this answer
     */
    record Answered(ActId id, boolean approved, Actor by, Optional<Signature> signature, long atMillis)
            implements Entry {
        public Answered {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(signature, "signature");
        }

        /** An answer without a signature. */
        public Answered(ActId id, boolean approved, Actor by, long atMillis) {
            this(id, approved, by, Optional.empty(), atMillis);
        }
    }

    /** The kill switch was thrown, for a reason, or released. */
    record Switched(boolean halted, Actor by, String reason, long atMillis) implements Entry {
        public Switched {
            Objects.requireNonNull(by, "by");
            Limits.text("a reason to halt or release", reason, halted ? 1 : 0, REASON_CHARS_MAX);
        }
    }

    /**
     * A fact that a module keeps in the log so that its tables can be rebuilt, such as a goal's new
     * state. It records; it never stands for an effect.
     *
     * @param topic which module's reader takes it, for example {@code goal}
     * @param subject what it is about, for example an act id
     */
    record Noted(String topic, String subject, Json.Obj body, long atMillis) implements Entry {
        public static final int TOPIC_CHARS_MAX = 64;
        public static final int SUBJECT_CHARS_MAX = 200;
        public static final int BODY_BYTES_MAX = 60 * 1024;

        public Noted {
            Objects.requireNonNull(body, "body");
            Limits.text("a note's topic", topic, 1, TOPIC_CHARS_MAX);
            Limits.text("a note's subject", subject, 0, SUBJECT_CHARS_MAX);
            Limits.facts("a note's body", body, BODY_BYTES_MAX);
        }
    }
}
