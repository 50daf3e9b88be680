package stemma.cartridge;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import stemma.cartridge.KvView.Value;

/**
 * The keys and values of every cartridge, changed by whole calls.
 *
 * <p>A call reads what was committed when it reads, and writes into a view of its own. When it ends well
 * its view is committed, if nothing that it read has changed meanwhile; otherwise the call runs again.
 * So calls behave as if they had run one after the other, and one that traps leaves nothing behind.
 * Commits are one at a time, because the disk takes them one at a time. Thread-safe.
 *
 * @see <a href="https://doi.org/10.1145/319566.319567">Kung and Robinson, On Optimistic Methods for
 *     Concurrency Control, 1981</a>
 */
final class Kv {
    private final KvPort port;
    private final Map<Slug, Space> spaces = new HashMap<>();

    Kv(KvPort port) {
        this.port = port;
    }

    /** What one cartridge has committed. Each change gives it, and the value, a new version. */
    static final class Space {
        private final TreeMap<String, Value> values = new TreeMap<>();
        private long version;
        private long bytes;

        private Space(Map<String, byte[]> stored) {
            stored.forEach((name, value) -> put(name, Optional.of(value)));
        }

        private void put(String name, Optional<byte[]> value) {
            version++;
            Value before = value.isPresent() ? values.put(name, new Value(value.get(), version)) : values.remove(name);
            bytes += value.map(some -> size(name, some)).orElse(0L);
            bytes -= before == null ? 0 : size(name, before.bytes());
        }
    }

    /** Bytes that one pair takes of a cartridge's quota. */
    static long size(String name, byte[] value) {
        return KvView.keyBytes(name) + (long) value.length;
    }

    /** A view of one cartridge's values for one call. */
    KvView view(Slug slug, CartridgeLimits limits) {
        return new KvView(this, slug, limits);
    }

    private Space space(Slug slug) {
        return spaces.computeIfAbsent(slug, absent -> new Space(port.load(absent)));
    }

    synchronized Optional<Value> read(Slug slug, String name) {
        return Optional.ofNullable(space(slug).values.get(name));
    }

    /** Everything as it is now, with its version. */
    synchronized All all(Slug slug) {
        Space space = space(slug);
        return new All(new TreeMap<>(space.values), space.version);
    }

    record All(TreeMap<String, Value> values, long version) {}

    synchronized long bytes(Slug slug) {
        return space(slug).bytes;
    }

    synchronized int keys(Slug slug) {
        return space(slug).values.size();
    }

    /** Commits the views of one call together; false when something that one of them read has changed. */
    synchronized boolean commit(Iterable<KvView> views) {
        Map<Slug, Map<String, Optional<byte[]>>> changes = new HashMap<>();
        for (KvView view : views) {
            if (!stillTrue(view)) {
                return false;
            }
            if (!view.written().isEmpty()) {
                changes.put(view.slug(), view.written());
            }
        }
        if (!changes.isEmpty()) {
            port.commit(changes);
            changes.forEach((slug, pairs) -> pairs.forEach(space(slug)::put));
        }
        return true;
    }

    private boolean stillTrue(KvView view) {
        Space space = space(view.slug());
        if (view.listedVersion().isPresent() && view.listedVersion().getAsLong() != space.version) {
            return false;
        }
        return view.read().entrySet().stream().allMatch(seen -> {
            Value now = space.values.get(seen.getKey());
            return Objects.equals(seen.getValue(), now == null ? 0L : now.version());
        });
    }

    synchronized void drop(Slug slug) {
        port.drop(slug);
        spaces.remove(slug);
    }
}
