package stemma.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A log in memory that notes each call in order, beside what the test itself notes, and fails where
 * it is told to.
 */
final class MemoryLog implements Log {
    static final long NEVER = Long.MAX_VALUE;

    private final List<byte[]> entries = new ArrayList<>();
    private final CopyOnWriteArrayList<String> story = new CopyOnWriteArrayList<>();
    private long failAppendAt = NEVER;
    private long failAwaitAt = NEVER;
    private long durable = -1;

    @Override
    public synchronized long append(byte[] entry) {
        if (entry.length > ENTRY_BYTES_MAX) {
            throw new IllegalArgumentException("an entry of " + entry.length + " bytes");
        }
        if (entries.size() >= failAppendAt) {
            throw new LogFailed("the disk is full");
        }
        entries.add(entry.clone());
        Entry parsed = EntryCodec.parse(entry);
        story.add("append " + kind(parsed));
        return entries.size() - 1L;
    }

    @Override
    public synchronized void awaitDurable(long index) {
        if (index >= failAwaitAt) {
            throw new LogFailed("the disk went away");
        }
        if (index > durable) {
            durable = index;
            story.add("durable " + kind(EntryCodec.parse(entries.get((int) index))));
        }
    }

    static String kind(Entry entry) {
        return entry instanceof Receipt receipt
                ? "receipt " + receipt.ending().word()
                : entry.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    synchronized void failAppendAt(long index) {
        failAppendAt = index;
    }

    synchronized void failAwaitAt(long index) {
        failAwaitAt = index;
    }

    void tell(String event) {
        story.add(event);
    }

    /** What happened since the story was last taken. */
    List<String> takeStory() {
        List<String> taken = List.copyOf(story);
        story.clear();
        return taken;
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized long durable() {
        return durable;
    }

    synchronized List<Entry> entries() {
        return entries.stream().map(EntryCodec::parse).toList();
    }

    synchronized Entry last() {
        return EntryCodec.parse(entries.getLast());
    }

    /** What a gate would find after the node ended here. */
    Recovered recovered() {
        Recovered.Reader reader = new Recovered.Reader();
        entries().forEach(reader::read);
        return reader.recovered();
    }
}
