package stemma.postgres;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import stemma.store.Dialect;
import stemma.store.StateAway;
import stemma.store.StateCorrupt;
import stemma.store.StateServer;
import stemma.store.StoreFailed;

/**
 * Every difference between the house's SQL and PostgreSQL's, in one place.
 *
 * <ul>
 *   <li>Types of columns: {@code integer} has 32 bits there, {@code real} too, and {@code blob} is unknown.
 *   <li>{@code text} is ordered as the database's language wants; {@code collate "C"} orders it by bytes.
 *   <li>{@code without rowid} says how SQLite stores a table, and nothing elsewhere.
 *   <li>{@code like} minds the case there; {@code ilike} does not.
 *   <li>{@code group_concat} is {@code string_agg}.
 *   <li>A text may hold every character but U+0000. It and the one that stands for it are written as two.
 * </ul>
 *
 * Codes of errors are those of SQLSTATE: PostgreSQL manual, "PostgreSQL Error Codes".
 */
record PostgresDialect(StateServer server) implements Dialect {
    static final String LOCKED = "55P03";

    private static final Pattern SHAPING = Pattern.compile("(?i)\\s*(create|alter)\\s+table\\b.*", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("(?i)(\\w+)\\s+(integer|real|text|blob)\\b");
    private static final Pattern WITHOUT_ROWID = Pattern.compile("(?i)\\s+without\\s+rowid\\b");
    private static final Pattern LIKE = Pattern.compile("(?i)\\blike\\b");
    private static final Pattern GROUP_CONCAT = Pattern.compile("(?i)\\bgroup_concat\\(");

    /** A character for private use; U+0000 is it and a 0, it is itself and a 1. */
    private static final char STAND_IN = '\uE000';

    private static final String NOT_TOUCHED = "; the ledger is not touched by this";

    @Override
    public String statement(String sql) {
        if (!SHAPING.matcher(sql).matches()) {
            return GROUP_CONCAT.matcher(LIKE.matcher(sql).replaceAll("ilike")).replaceAll("string_agg(");
        }
        return WITHOUT_ROWID
                .matcher(COLUMN.matcher(sql).replaceAll(PostgresDialect::column))
                .replaceAll("");
    }

    private static String column(MatchResult column) {
        String type = switch (column.group(2).toLowerCase(Locale.ROOT)) {
            case "integer" -> "bigint";
            case "real" -> "double precision";
            case "blob" -> "bytea";
            default -> "text collate \"C\"";
        };
        return Matcher.quoteReplacement(column.group(1) + " " + type);
    }

    @Override
    public String kept(String text) {
        if (text.indexOf(0) < 0 && text.indexOf(STAND_IN) < 0) {
            return text;
        }
        return text.replace(String.valueOf(STAND_IN), STAND_IN + "1").replace("\0", STAND_IN + "0");
    }

    @Override
    public String text(String kept) {
        if (kept.indexOf(STAND_IN) < 0) {
            return kept;
        }
        return kept.replace(STAND_IN + "0", "\0").replace(STAND_IN + "1", String.valueOf(STAND_IN));
    }

    @Override
    public String tables() {
        return "select relname from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace"
                + " and (relname = ? or relname like ? escape '\\') order by relname";
    }

    @Override
    public StoreFailed refused(SQLException e) {
        String code = e.getSQLState() == null ? "" : e.getSQLState();
        return switch (code) {
            case "28P01", "28000" ->
                failed(e, "refuses the user " + server.user() + " or its password; see [state] in node.toml");
            case "08004" -> failed(e, "was not opened (" + first(e) + "); see [state] in node.toml");
            case "3D000" -> failed(e, "has no such database; make it with: createdb " + server.database());
            case "42501" ->
                failed(
                        e,
                        "does not let " + server.user() + " do this (" + first(e) + "); grant it, for example with:"
                                + " create schema " + server.schema() + " authorization " + server.user());
            case "53100" -> failed(e, "cannot grow: its disk is full; free some space there");
            case "57014" ->
                failed(
                        e,
                        "did not end a statement within " + server.statementSecondsMax()
                                + " s; see [state] statement_seconds_max");
            case LOCKED -> failed(e, "is held by somebody else at this moment; try again");
            case "53300", "57P01", "57P02", "57P03" -> away(e);
            case "XX001", "XX002" -> new StateCorrupt(e);
            default -> code.startsWith("08") ? away(e) : failed(e, "refused: " + first(e));
        };
    }

    private StoreFailed failed(SQLException e, String what) {
        return new StoreFailed("the state database at " + server + " " + what, e);
    }

    private StateAway away(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return new StateAway(
                        "the state database at " + server + " is not trusted with tls = \""
                                + server.tls().word() + "\" (" + cause.getMessage() + "); see [state] authority"
                                + NOT_TOUCHED,
                        e);
            }
        }
        Throwable reason = e.getCause() == null || e.getCause().getMessage() == null ? e : e.getCause();
        return new StateAway(
                "the state database at " + server + " cannot be reached (" + first(reason) + ")" + NOT_TOUCHED, e);
    }

    /** The first line of what was said: the others repeat the statement. */
    private static String first(Throwable said) {
        return String.valueOf(said.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
