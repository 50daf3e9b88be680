package stemma.policy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import stemma.core.Actor;

/** The grants in force, kept by whoever starts and ends goals. Thread-safe. */
public final class GrantBook implements Grants {
    /** More actors than ever work at once; a defect that never withdraws shows here. */
    public static final int ACTORS_MAX = 4_096;

    private final Map<Actor, String> folders = new ConcurrentHashMap<>();

    /** Grants a folder; a second one replaces the first. */
    public void grantFolder(Actor actor, String absolutePath) {
        if (!Form.canonical(absolutePath)) {
            throw new IllegalArgumentException(
                    "a granted folder is an absolute path without . .. or //, not '" + absolutePath + "'");
        }
        if (folders.size() >= ACTORS_MAX && !folders.containsKey(actor)) {
            throw new IllegalStateException("more than " + ACTORS_MAX + " actors hold grants; end some first");
        }
        folders.put(actor, absolutePath);
    }

    /** Takes back whatever this actor was granted. */
    public void withdraw(Actor actor) {
        folders.remove(actor);
    }

    @Override
    public Optional<String> folder(Actor actor) {
        return Optional.ofNullable(folders.get(actor));
    }
}
