package stemma.ledger.dag;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Refusal;
import stemma.store.StateDb;

/** Finds objects by what a person has in hand, and what came of them. Reads the tables only. Thread-safe. */
public final class Lineage {
    /** The most objects that one question is about. */
    public static final int OBJECTS_MAX = 10_000;

    /** The kind of object that stands for all that came of it. */
    private static final String GOAL = "goal";

    private static final int PREFIX_CHARS_MIN = 6;
    private static final Pattern PREFIX =
            Pattern.compile("[0-9a-f]{" + PREFIX_CHARS_MIN + "," + 2 * Digest.SIZE_BYTES + "}");

    private final StateDb db;

    public Lineage(StateDb db) {
        this.db = db;
    }

    /**
     * The objects that a name means: those that tell of an act or that it started, with all that came of a goal,
     * or none; or the one whose name begins so.
     *
     * @param name an act's id, a goal's, or at least six digits of an object's name
     * @throws Refusal when no object is called so, or several
     */
    public List<Descent> named(String name) {
        if (name.indexOf('.') >= 0) {
            return of(ActId.given(name));
        }
        if (!PREFIX.matcher(name).matches()) {
            throw new Refusal(
                    Refusal.Kind.BAD_INPUT,
                    "'" + name + "' is neither an act or goal such as 3.41 nor " + PREFIX_CHARS_MIN
                            + " or more lower-case digits of an object's name");
        }
        List<Descent> found = db.read(sql -> DagTable.beginning(sql, name, 2));
        if (found.size() != 1) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    found.isEmpty()
                            ? "no object's name begins with " + name
                            : "several objects' names begin with " + name + "; give more of its digits");
        }
        return found;
    }

    /** The objects that an act tells of or started, with all that came of a goal; empty when there are none. */
    public List<Descent> of(ActId act) {
        List<Descent> found = db.read(sql -> DagTable.of(sql, act, OBJECTS_MAX));
        boolean goal = found.stream().anyMatch(object -> object.kind().equals(GOAL));
        return goal ? withDescendants(found) : found;
    }

    /** These objects and all that came of them, in the order in which they were recorded. */
    public List<Descent> withDescendants(Collection<Descent> from) {
        return db.read(sql -> {
            Map<Digest, Descent> all = new LinkedHashMap<>();
            Deque<Descent> open = new ArrayDeque<>(from);
            while (!open.isEmpty()) {
                Descent next = open.removeFirst();
                if (all.put(next.id(), next) == null) {
                    open.addAll(DagTable.children(sql, next.id(), bounded(all.size())));
                }
            }
            return all.values().stream()
                    .sorted((a, b) -> Long.compare(a.index(), b.index()))
                    .toList();
        });
    }

    private static int bounded(int known) {
        if (known > OBJECTS_MAX) {
            throw new Refusal(
                    Refusal.Kind.BAD_INPUT, "more than " + OBJECTS_MAX + " objects came of it; name a later one");
        }
        return OBJECTS_MAX;
    }

    /** Those that none of the others came from. */
    public static List<Descent> heads(Collection<Descent> objects) {
        Set<Digest> used = new LinkedHashSet<>();
        objects.forEach(object -> used.addAll(object.links()));
        return objects.stream().filter(object -> !used.contains(object.id())).toList();
    }

    /** One object by its whole name. */
    public Optional<Descent> find(Digest id) {
        return db.read(sql -> DagTable.beginning(sql, id.hex(), 1)).stream().findFirst();
    }

    /** The object of a kind that was recorded last. */
    public Optional<Descent> last(String kind) {
        return db.read(sql -> DagTable.last(sql, kind));
    }

    /** The acts that any of these tell of. */
    public Set<ActId> acts(Collection<Descent> objects) {
        return db.read(sql -> objects.stream()
                .flatMap(object -> DagTable.acts(sql, object.id()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** How many objects there are, and their root. */
    DagRoot root() {
        return db.read(DagTable::root);
    }
}
