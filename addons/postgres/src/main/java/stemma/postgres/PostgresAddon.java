package stemma.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stemma.core.Secret;
import stemma.store.SqlState;
import stemma.store.StateAddon;
import stemma.store.StateDb;
import stemma.store.StateServer;

/** Keeps a state on a PostgreSQL server. Stateless, thread-safe. */
public final class PostgresAddon implements StateAddon {
    /** Found by name, as every service is. */
    public PostgresAddon() {}

    @Override
    public StateDb open(StateServer server, Supplier<Optional<Secret>> password, List<String> migrations) {
        return SqlState.open(new PostgresDatabase(new Connector(server, password)), migrations);
    }

    @Override
    public void setAside(StateServer server, Supplier<Optional<Secret>> password) {
        new PostgresDatabase(new Connector(server, password)).setAside();
    }
}
