package stemma.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stemma.core.Secret;
import stemma.identity.Handle;
import stemma.identity.Keyring;
import stemma.store.Home;
import stemma.store.StateAddon;
import stemma.store.StateCorrupt;
import stemma.store.StateDb;
import stemma.store.StateFile;
import stemma.store.StateServer;
import stemma.store.StoreFailed;

/**
 * Where this node keeps its tables: in a file of its home, or on the server that its settings name.
 *
 * @param file of the home, where it is one
 */
record StatePlace(StateDb db, Optional<Path> file) {

    /** How one place is opened, and how what is damaged there is kept aside. */
    private record Way(Supplier<StateDb> open, Runnable setAside) {}

    /**
     * Opens it.
     *
     * @param rebuilding whether a damaged state is kept aside, and a new one opened: its tables come from the log
     */
    static StatePlace open(Home home, NodeConfig config, Keyring keyring, boolean rebuilding) {
        Optional<Path> file = config.state().isEmpty() ? Optional.of(home.stateDb()) : Optional.empty();
        Way way = config.state()
                .map(state -> onServer(state, keyring))
                .orElseGet(() -> new Way(
                        () -> StateFile.open(home.stateDb(), home.temp(), List.of()),
                        () -> StateFile.setAside(home.stateDb())));
        return new StatePlace(rebuilding ? whole(way) : way.open().get(), file);
    }

    private static StateDb whole(Way way) {
        try {
            StateDb db = way.open().get();
            if (db.sound()) {
                return db;
            }
            db.close();
        } catch (StateCorrupt e) {
            // What does not open is kept aside like what opens and is not sound.
        }
        way.setAside().run();
        return way.open().get();
    }

    private static Way onServer(NodeConfig.State state, Keyring keyring) {
        StateAddon addon = Addons.find(StateAddon.class, "postgres")
                .orElseThrow(() -> new StoreFailed("[state] postgres in node.toml names a server, but this build has no"
                        + " addon that speaks with one; run ./stemma build, or remove the setting"));
        StateServer server = state.server();
        Supplier<Optional<Secret>> password = () -> state.password().map(handle -> secret(handle, keyring));
        return new Way(() -> addon.open(server, password, List.of()), () -> addon.setAside(server, password));
    }

    private static Secret secret(Handle handle, Keyring keyring) {
        return keyring.find(handle)
                .orElseThrow(() -> new StoreFailed("the state database has no password, because "
                        + switch (handle.source()) {
                            case ENV ->
                                "the variable " + handle.name() + ", which [state] password_variable names, is not set"
                                        + " where the node was started; set it and start the node again";
                            case VAULT ->
                                keyring.vault().locked()
                                        ? "the vault, which holds " + handle
                                                + ", is locked; name a file with its passphrase in "
                                                + Passphrase.VARIABLE
                                        : "the vault does not hold " + handle + ", which [state] password names; remove"
                                                + " [state] postgres for one start, and keep it with: stemma vault put "
                                                + handle.name();
                        }));
    }
}
