package stemma.core;

import java.util.Objects;

/**
 * One line of the ledger. The kinds are closed: whoever reads the log, in this process or years
 * later, knows all of them. {@link EntryCodec} gives each its canonical bytes.
 */
public sealed interface Entry permits Entry.Booted, Entry.Intent, Receipt, Entry.Asked, Entry.Answered,
        Entry.Switched, Entry.Noted {

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
            if (boot < 1) {
                throw new IllegalArgumentException("boots count from 1");
            }
        }
    }

    /** An effect is about to happen; its estimate is set aside. Durable before the performer starts. */
    record Intent(ActId id, Act act, String rule, long atMillis) implements Entry {
        public Intent {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(act, "act");
        }
    }

    /** A rule wants a person's answer. */
    record Asked(ActId id, Act act, String rule, String reason, long expiresMillis, long atMillis)
            implements Entry {
        public Asked {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(act, "act");
        }
    }

    /** A person answered. */
    record Answered(ActId id, boolean approved, Actor by, long atMillis) implements Entry {
        public Answered {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(by, "by");
        }
    }

    /** The kill switch was thrown or released. */
    record Switched(boolean halted, Actor by, String reason, long atMillis) implements Entry {
        public Switched {
            Objects.requireNonNull(by, "by");
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
        public Noted {
            Objects.requireNonNull(body, "body");
            if (topic.isEmpty()) {
                throw new IllegalArgumentException("a note names its topic");
            }
        }
    }
}
