package stemma.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stemma.core.Secret;

/**
 * Keeps a state on a server; an addon of the node, found by {@link java.util.ServiceLoader} when settings
 * ask for one.
 */
public interface StateAddon {
    /**
     * Opens the state, and makes it when absent.
     *
     * @param password is asked for at each connection, so that one that was changed counts at once
     * @param migrations as {@link SqlState#open} takes them
     */
    StateDb open(StateServer server, Supplier<Optional<Secret>> password, List<String> migrations);

    /** Keeps a damaged state aside, so that the next opening makes a new one; one kept earlier is dropped. */
    void setAside(StateServer server, Supplier<Optional<Secret>> password);
}
