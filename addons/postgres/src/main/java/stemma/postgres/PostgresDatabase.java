package stemma.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import stemma.store.Database;
import stemma.store.Dialect;
import stemma.store.Sql;
import stemma.store.StateServer;
import stemma.store.StoreFailed;

/**
 * PostgreSQL under a state. The tables of one node have a schema of their own, with one table more that
 * knows the schema's version and its {@link Hold}.
 */
final class PostgresDatabase implements Database {
    private final Connector connector;
    private final PostgresDialect dialect;
    private final Hold hold;
    private final AtomicReference<String> found = new AtomicReference<>("PostgreSQL");

    PostgresDatabase(Connector connector) {
        this.connector = connector;
        this.dialect = new PostgresDialect(connector.server());
        this.hold = new Hold(connector.server());
    }

    private StateServer server() {
        return connector.server();
    }

    @Override
    public String where() {
        return found.get() + " at " + server();
    }

    @Override
    public Connection open(boolean readOnly) throws SQLException {
        Connection connection = connector.open(readOnly);
        try {
            Asked asked = new Asked(connection);
            if (readOnly) {
                hold.join(asked);
            } else {
                look(asked);
                hold.take(asked);
            }
            return connection;
        } catch (SQLException | StoreFailed e) {
            connection.close();
            throw e;
        }
    }

    /** Refuses a server that could not keep what the port promises. */
    private void look(Asked asked) throws SQLException {
        Facts facts = Facts.of(asked);
        facts.lack(server()).ifPresent(lack -> {
            throw new StoreFailed("the state database at " + server() + " " + lack);
        });
        found.set(facts.text());
    }

    /** Renames the schema, for a damaged table can be renamed where it can no longer be read. */
    void setAside() {
        String aside = server().schema() + "_damaged";
        try (Connection connection = connector.open(false)) {
            Asked asked = new Asked(connection);
            hold.lock(asked);
            connection.setAutoCommit(false);
            if (Hold.exists(asked, server().schema())) {
                asked.run("drop schema if exists " + aside + " cascade");
                asked.run("alter schema " + server().schema() + " rename to " + aside);
            }
            connection.commit();
        } catch (SQLException e) {
            throw dialect.refused(e);
        }
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public int version(Sql sql) {
        return sql.one(row -> (int) row.number(1), "select version from " + Hold.TABLE)
                .orElse(0);
    }

    @Override
    public void keepVersion(Sql sql, int version) {
        sql.run("update " + Hold.TABLE + " set version = ?", version);
    }

    /** Every value of every row is read, the long ones that lie apart too; a page with a wrong sum is a damage. */
    @Override
    public boolean sound(Sql sql) {
        List<String> tables = sql.all(
                row -> row.text(1),
                "select relname from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace");
        for (String table : tables) {
            Optional<Long> bytes = sql.one(
                    row -> row.number(1), "select coalesce(sum(octet_length(t::text)), 0) from \"" + table + "\" t");
            if (bytes.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
