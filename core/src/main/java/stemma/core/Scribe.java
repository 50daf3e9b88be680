package stemma.core;

/** Writes the gate's entries into the log. Thread-safe. */
final class Scribe {
    static final Json.Obj NO_EVIDENCE = Json.object().build();

    private final Log log;

    Scribe(Log log) {
        this.log = log;
    }

    /** Puts the entry at the end of the log; its index can be awaited. */
    long append(Entry entry) {
        return log.append(EntryCodec.bytes(entry));
    }

    /** Puts an intent or a receipt at the end of the log, whose act is encoded already. */
    long append(Entry entry, Passage passage) {
        return log.append(EntryCodec.bytes(entry, passage.canonical()));
    }

    /** Returns once the entry at this index, and so each before it, is durable. */
    void await(long index) {
        log.awaitDurable(index);
    }

    /** Returns once the entry is durable. */
    void durably(Entry entry) {
        await(append(entry));
    }
}
