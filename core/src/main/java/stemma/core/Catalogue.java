package stemma.core;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every operation of the node, by name. Built once, then immutable and thread-safe. */
public final class Catalogue {
    private final SortedMap<String, Operation<?, ?>> byName;

    private Catalogue(SortedMap<String, Operation<?, ?>> byName) {
        this.byName = byName;
    }

    /** Throws {@link IllegalStateException} when two operations have one name. */
    public static Catalogue of(Collection<Operation<?, ?>> operations) {
        TreeMap<String, Operation<?, ?>> byName = new TreeMap<>();
        for (Operation<?, ?> operation : operations) {
            if (byName.put(operation.name(), operation) != null) {
                throw new IllegalStateException("two operations are named " + operation.name());
            }
        }
        return new Catalogue(byName);
    }

    public Optional<Operation<?, ?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All operations in order of their names. */
    public Collection<Operation<?, ?>> all() {
        return Collections.unmodifiableCollection(byName.values());
    }
}
