package stemma.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * SQL inside one transaction, without JDBC's ceremony, in the words of {@link Dialect}. Parameters are
 * {@code String}, {@code Long}, {@code Integer}, {@code Double}, {@code byte[]} or {@code Boolean}, which is
 * kept as 0 or 1. Valid only during the piece of work it was handed to.
 */
public final class Sql {
    /** Rows that one query may return; page through anything larger. */
    public static final int ROWS_MAX = 100_000;

    /** Rows that a driver may hold at once. */
    private static final int ROWS_FETCHED_MAX = 1_000;

    private final Connection connection;
    private final Dialect dialect;
    private @Nullable StoreFailed refusal;

    Sql(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Makes a value of one row. */
    @FunctionalInterface
    public interface RowShape<T> {
        T of(Row row);
    }

    /** Changes rows; returns how many. */
    public int run(String sql, Object... parameters) {
        return with(sql, parameters, PreparedStatement::executeUpdate);
    }

    /** Every row of a query, at most {@link #ROWS_MAX}. */
    public <T> List<T> all(RowShape<T> shape, String sql, Object... parameters) {
        List<T> rows = new ArrayList<>();
        each(
                row -> {
                    if (rows.size() == ROWS_MAX) {
                        throw new StoreFailed("a query found more than " + ROWS_MAX + " rows; ask for a page of them");
                    }
                    rows.add(shape.of(row));
                },
                sql,
                parameters);
        return rows;
    }

    /** Shows every row of a query, one after the other and as many as there are. */
    public void each(Consumer<Row> taker, String sql, Object... parameters) {
        with(sql, parameters, statement -> {
            long rows = 0;
            try (ResultSet found = statement.executeQuery()) {
                for (; found.next(); rows++) {
                    taker.accept(new Row(found, dialect));
                }
            }
            return rows;
        });
    }

    /** The first row of a query. */
    public <T> Optional<T> one(RowShape<T> shape, String sql, Object... parameters) {
        return with(sql, parameters, statement -> {
            statement.setMaxRows(1);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? Optional.of(shape.of(new Row(found, dialect))) : Optional.empty();
            }
        });
    }

    /** The tables of that name, or whose names begin with it and an underscore, in order. */
    public List<String> tables(String name) {
        String pattern = name.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%") + "\\_%";
        return all(row -> row.text(1), dialect.tables(), name, pattern);
    }

    /** A statement that was refused ends the work, also for a caller that caught it. */
    void refuseAfterRefusal() {
        if (refusal != null) {
            throw new StoreFailed("nothing was kept, because a statement before was refused", refusal);
        }
    }

    /** What is done with a prepared statement. */
    @FunctionalInterface
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T with(String sql, Object[] parameters, Use<T> use) {
        refuseAfterRefusal();
        try (PreparedStatement statement = connection.prepareStatement(dialect.statement(sql))) {
            statement.setFetchSize(ROWS_FETCHED_MAX);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, kept(parameters[i]));
            }
            return use.of(statement);
        } catch (SQLException e) {
            StoreFailed failed = dialect.refused(e);
            refusal = failed;
            throw failed;
        }
    }

    private Object kept(Object parameter) {
        return switch (parameter) {
            case String text -> dialect.kept(text);
            case Boolean flag -> flag ? 1L : 0L;
            default -> parameter;
        };
    }
}
