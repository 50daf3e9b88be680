package stemma.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import stemma.store.StateAway;
import stemma.store.StateBusy;
import stemma.store.StateServer;

/**
 * Sees that one node alone uses a schema, as long as it lives and not longer.
 *
 * <pre>
 *   lock 1, exclusive   the writer's connection, as long as it stands
 *   lock 2, shared      each reader's connection, as long as it stands
 *   mark                a random word in the schema's own table, made by whoever opens the state
 * </pre>
 *
 * The locks belong to sessions, so that the server drops them when a node dies, however it dies: there
 * is none to clean up. Whoever opens the state takes lock 1, and lock 2 alone for a moment: then no
 * reader of an earlier holder is left. A node that lost its connections takes lock 1 again and must find
 * its own mark. Another mark means that somebody else has held the state meanwhile, and that the tables
 * are no longer those of this node's log. Locks are of one database and are told apart by the schema;
 * a pooler that shares sessions would break them.
 *
 * <p>Reference: PostgreSQL manual, "Advisory Locks".
 */
final class Hold {
    static final String TABLE = "stemma_state";

    private static final int WRITER_LOCK = 0x5354_4d41;
    private static final int READERS_LOCK = 0x5354_4d42;

    /** A node that was killed is gone for its server within this time. */
    private static final int LOCK_WAIT_MILLIS_MAX = 1_000;

    private final StateServer server;
    private final int key;
    private final AtomicReference<String> mark = new AtomicReference<>("");

    Hold(StateServer server) {
        this.server = server;
        this.key = server.schema().hashCode() & Integer.MAX_VALUE;
    }

    /** The writer's part; makes schema and table when they are not there. */
    void take(Asked asked) throws SQLException {
        lock(asked);
        if (!mark.get().isEmpty()) {
            compare(asked);
            return;
        }
        asked.connection().setAutoCommit(false);
        asked.run("set local lock_timeout = " + LOCK_WAIT_MILLIS_MAX);
        asked.run("select pg_advisory_xact_lock(?, ?)", READERS_LOCK, key);
        if (!exists(asked, server.schema())) {
            asked.run("create schema " + server.schema());
        }
        asked.run("create table if not exists " + TABLE
                + " (one boolean primary key default true check (one), version integer not null, mark text not null)");
        List<String> made = asked.row("insert into " + TABLE + " (version, mark) values (0, gen_random_uuid()::text)"
                + " on conflict (one) do update set mark = excluded.mark returning mark");
        asked.connection().commit();
        asked.connection().setAutoCommit(true);
        mark.set(made.getFirst());
    }

    /** A reader's part. */
    void join(Asked asked) throws SQLException {
        List<String> joined = asked.row("select pg_try_advisory_lock_shared(?, ?)::text", READERS_LOCK, key);
        if (!joined.equals(List.of("true"))) {
            throw new StateAway("another node is opening the state at " + server, new SQLException("locked"));
        }
        compare(asked);
    }

    private void compare(Asked asked) throws SQLException {
        if (!exists(asked, server.schema())
                || !asked.row("select mark from " + TABLE).equals(List.of(mark.get()))) {
            throw new StateBusy("another node has used the state at " + server
                    + " while this one had lost its connection; give each node a schema of its own"
                    + " ([state] schema), and start this one again: its tables come back from its ledger");
        }
    }

    void lock(Asked asked) throws SQLException {
        try {
            asked.run("set lock_timeout = " + LOCK_WAIT_MILLIS_MAX);
            asked.run("select pg_advisory_lock(?, ?)", WRITER_LOCK, key);
            asked.run("set lock_timeout = 0");
        } catch (SQLException e) {
            if (!PostgresDialect.LOCKED.equals(e.getSQLState())) {
                throw e;
            }
            String held = "the state at " + server + " is held by " + holder(asked);
            throw mark.get().isEmpty()
                    ? new StateBusy(held + "; stop that node, or give this one a schema of its own ([state] schema)")
                    : new StateAway(held + ", which may be this node's own lost connection", e);
        }
    }

    private String holder(Asked asked) throws SQLException {
        List<String> found = asked.row(
                "select application_name, coalesce(client_addr::text, 'its own machine'), backend_start::timestamp(0)::text"
                        + " from pg_locks join pg_stat_activity using (pid)"
                        + " where locktype = 'advisory' and granted and classid = ?::oid and objid = ?::oid limit 1",
                WRITER_LOCK,
                key);
        return found.isEmpty()
                ? "another node"
                : "another node (" + found.get(0) + " from " + found.get(1) + " since " + found.get(2) + ")";
    }

    static boolean exists(Asked asked, String schema) throws SQLException {
        return !asked.row("select 1 from pg_namespace where nspname = ?", schema)
                .isEmpty();
    }
}
