package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import stemma.core.Actor;

/** The grants in force, kept by whoever starts and ends goals and runs. Thread-safe. */
public final class GrantBook implements Grants {
    /** More actors than ever work at once; a defect that never withdraws shows here. */
    public static final int ACTORS_MAX = 4_096;

    public static final int HOSTS_MAX = 64;

    private record Grant(Optional<String> folder, List<HostPattern> hosts) {
        static final Grant NONE = new Grant(Optional.empty(), List.of());
    }

    private final Map<Actor, Grant> grants = new ConcurrentHashMap<>();

    /** Grants a folder; a second one replaces the first. */
    public void grantFolder(Actor actor, String absolutePath) {
        if (!Form.canonical(absolutePath)) {
            throw new IllegalArgumentException(
                    "a granted folder is an absolute path without . .. or //, not '" + absolutePath + "'");
        }
        change(actor, g -> new Grant(Optional.of(absolutePath), g.hosts()));
    }

    /**
     * Grants a host, {@code example.org}, {@code example.org:443} or {@code *.example.org}. Throws
     * {@link IllegalArgumentException} for anything else, and beyond {@value #HOSTS_MAX} of them.
     */
    public void grantHost(Actor actor, String pattern) {
        HostPattern host = HostPattern.parse(pattern);
        change(actor, g -> {
            if (g.hosts().size() >= HOSTS_MAX) {
                throw new IllegalArgumentException("an actor has at most " + HOSTS_MAX + " granted hosts");
            }
            List<HostPattern> hosts = new ArrayList<>(g.hosts());
            hosts.add(host);
            return new Grant(g.folder(), List.copyOf(hosts));
        });
    }

    /** Takes back whatever this actor was granted. */
    public void withdraw(Actor actor) {
        grants.remove(actor);
    }

    private void change(Actor actor, UnaryOperator<Grant> change) {
        if (grants.size() >= ACTORS_MAX && !grants.containsKey(actor)) {
            throw new IllegalStateException("more than " + ACTORS_MAX + " actors hold grants; end some first");
        }
        grants.compute(actor, (a, held) -> change.apply(held == null ? Grant.NONE : held));
    }

    @Override
    public Optional<String> folder(Actor actor) {
        Grant grant = grants.get(actor);
        return grant == null ? Optional.empty() : grant.folder();
    }

    @Override
    public boolean host(Actor actor, String hostPort) {
        Grant grant = grants.get(actor);
        return grant != null && grant.hosts().stream().anyMatch(h -> h.matches(hostPort));
    }
}
