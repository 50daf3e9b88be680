package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Log;

/** A log that keeps everything, in memory. */
final class MemoryLog implements Log {
    private final List<byte[]> entries = new ArrayList<>();

    @Override
    public synchronized long append(byte[] entry) {
        entries.add(entry.clone());
        return entries.size() - 1L;
    }

    @Override
    public void awaitDurable(long index) {
        // Memory is as durable as this log gets.
    }

    synchronized List<Entry> entries() {
        return entries.stream().map(EntryCodec::parse).toList();
    }
}
