package stemma.cartridge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** What one call sees and has changed of one cartridge's keys and values. Used by one thread. */
final class KvView {
    private final Kv kv;
    private final Slug slug;
    private final CartridgeLimits limits;
    private final Map<String, Long> read = new HashMap<>();
    private final Map<String, Optional<byte[]>> written = new HashMap<>();
    private OptionalLong listedVersion = OptionalLong.empty();

    /** A committed value. */
    record Value(byte[] bytes, long version) {}

    KvView(Kv kv, Slug slug, CartridgeLimits limits) {
        this.kv = kv;
        this.slug = slug;
        this.limits = limits;
    }

    static int keyBytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    Optional<byte[]> get(String name) {
        if (written.containsKey(name)) {
            return written.get(name);
        }
        Optional<Value> value = kv.read(slug, name);
        read.putIfAbsent(name, value.map(Value::version).orElse(0L));
        return value.map(Value::bytes);
    }

    /** Writes a value; false when that would be over a limit, and then nothing has changed. */
    boolean set(String name, byte[] value) {
        int keyBytes = keyBytes(name);
        if (keyBytes == 0 || keyBytes > limits.kvKeyBytesMax()) {
            return false;
        }
        Optional<byte[]> before = get(name);
        long bytes = bytes()
                + Kv.size(name, value)
                - before.map(old -> Kv.size(name, old)).orElse(0L);
        int keys = keys() + (before.isPresent() ? 0 : 1);
        if (bytes > limits.kvBytesMax() || keys > limits.kvKeysMax()) {
            return false;
        }
        written.put(name, Optional.of(value));
        return true;
    }

    /** Removes a key; false when it was not there. */
    boolean delete(String name) {
        boolean there = get(name).isPresent();
        if (there) {
            written.put(name, Optional.empty());
        }
        return there;
    }

    /** What a compare-and-set did. */
    enum Swap {
        DONE,
        DIFFERENT,
        OVER_LIMIT
    }

    /** Sets a value if it is still the expected one, none where none is expected. */
    Swap swap(String name, Optional<byte[]> expected, byte[] value) {
        Optional<byte[]> now = get(name);
        boolean same = now.isPresent() == expected.isPresent()
                && now.map(bytes -> Arrays.equals(bytes, expected.orElseThrow()))
                        .orElse(true);
        if (!same) {
            return Swap.DIFFERENT;
        }
        return set(name, value) ? Swap.DONE : Swap.OVER_LIMIT;
    }

    /** The keys that begin so, in order. */
    List<String> list(String prefix) {
        Kv.All all = kv.all(slug);
        if (listedVersion.isEmpty()) {
            listedVersion = OptionalLong.of(all.version());
        }
        TreeSet<String> names = new TreeSet<>(all.values().keySet());
        written.forEach((name, value) -> {
            if (value.isPresent()) {
                names.add(name);
            } else {
                names.remove(name);
            }
        });
        return names.stream().filter(name -> name.startsWith(prefix)).toList();
    }

    private long bytes() {
        long bytes = kv.bytes(slug);
        for (Map.Entry<String, Optional<byte[]>> change : written.entrySet()) {
            String name = change.getKey();
            bytes += change.getValue().map(value -> Kv.size(name, value)).orElse(0L);
            bytes -= kv.read(slug, name)
                    .map(value -> Kv.size(name, value.bytes()))
                    .orElse(0L);
        }
        return bytes;
    }

    private int keys() {
        int keys = kv.keys(slug);
        for (Map.Entry<String, Optional<byte[]>> change : written.entrySet()) {
            boolean before = kv.read(slug, change.getKey()).isPresent();
            keys += (change.getValue().isPresent() ? 1 : 0) - (before ? 1 : 0);
        }
        return keys;
    }

    /** A copy of what was written, to come back to. */
    Map<String, Optional<byte[]>> mark() {
        return new HashMap<>(written);
    }

    void backTo(Map<String, Optional<byte[]>> mark) {
        written.clear();
        written.putAll(mark);
    }

    Slug slug() {
        return slug;
    }

    Map<String, Long> read() {
        return read;
    }

    Map<String, Optional<byte[]>> written() {
        return written;
    }

    OptionalLong listedVersion() {
        return listedVersion;
    }
}
