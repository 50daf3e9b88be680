package stemma.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SQL inside one transaction, without JDBC's ceremony. Parameters are {@code String}, {@code Long},
 * {@code Integer}, {@code Double}, {@code byte[]} or {@code Boolean}. Valid only during the piece of
 * work it was handed to.
 */
public final class Sql {
    /** Rows that one query may return; page through anything larger. */
    public static final int ROWS_MAX = 100_000;

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Makes a value of one row. */
    @FunctionalInterface
    public interface RowShape<T> {
        T of(Row row);
    }

    /** The connection itself, for work shaped for JDBC. Never commit, roll back or close it. */
    public Connection connection() {
        return connection;
    }

    /** Changes rows; returns how many. */
    public int run(String sql, Object... parameters) {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw StateDb.refused(e);
        }
    }

    /** Every row of a query, at most {@link #ROWS_MAX}. */
    public <T> List<T> all(RowShape<T> shape, String sql, Object... parameters) {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet found = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (found.next()) {
                if (rows.size() == ROWS_MAX) {
                    throw new StoreFailed("a query found more than " + ROWS_MAX + " rows; ask for a page of them");
                }
                rows.add(shape.of(new Row(found)));
            }
            return rows;
        } catch (SQLException e) {
            throw StateDb.refused(e);
        }
    }

    /** The first row of a query. */
    public <T> Optional<T> one(RowShape<T> shape, String sql, Object... parameters) {
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet found = statement.executeQuery()) {
            return found.next() ? Optional.of(shape.of(new Row(found))) : Optional.empty();
        } catch (SQLException e) {
            throw StateDb.refused(e);
        }
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
