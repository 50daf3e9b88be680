package stemma.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import stemma.store.StateServer;

/**
 * What a server says about itself.
 *
 * @param version as it counts: 140003 is 14.3
 * @param release as it is spoken of
 * @param encoding of the database
 * @param standby whether it follows another server and only reads
 * @param fsync whether what it commits survives a crash of its machine
 */
record Facts(int version, String release, String encoding, boolean standby, boolean fsync) {
    /** The oldest release whose makers still mend it. */
    static final int VERSION_MIN = 140_000;

    private static final int MAJOR = 10_000;

    static Facts of(Asked asked) throws SQLException {
        List<String> row = asked.row("select current_setting('server_version_num'), current_setting('server_version'),"
                + " current_setting('server_encoding'), pg_is_in_recovery()::text, current_setting('fsync')");
        return new Facts(
                Integer.parseInt(row.get(0)),
                row.get(1).replaceFirst(" .*", ""),
                row.get(2),
                row.get(3).equals("true"),
                row.get(4).equals("on"));
    }

    /** Why a state cannot be kept there, and the way out; empty when it can. */
    Optional<String> lack(StateServer server) {
        if (version < VERSION_MIN) {
            return Optional.of("is PostgreSQL " + release + ", but " + VERSION_MIN / MAJOR
                    + " or later is needed; upgrade it, or remove [state] postgres from node.toml");
        }
        if (!encoding.equals("UTF8")) {
            return Optional.of("keeps text as " + encoding + "; make one with: createdb --encoding UTF8"
                    + " --template template0 " + server.database());
        }
        return standby
                ? Optional.of("is on a standby, which only reads; name the primary in [state] postgres")
                : Optional.empty();
    }

    String text() {
        return "PostgreSQL " + release
                + (fsync ? "" : " (its fsync is off, so that a crash of its machine loses what was committed)");
    }
}
