package stemma.core;

/** Writes the gate's entries into the log. */
final class Scribe {
    static final Json.Obj NO_EVIDENCE = Json.object().build();

    private final Log log;

    Scribe(Log log) {
        this.log = log;
    }

    /** Returns once the entry is durable. */
    void durably(Entry entry) {
        write(entry, true);
    }

    void write(Entry entry, boolean durable) {
        long index = log.append(EntryCodec.bytes(entry));
        if (durable) {
            log.awaitDurable(index);
        }
    }

    static String cut(String note) {
        return note.length() <= Receipt.NOTE_CHARS_MAX
                ? note
                : note.substring(0, Receipt.NOTE_CHARS_MAX - 1) + "…";
    }
}
