package stemma.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A few words with a server before the state is open. */
record Asked(Connection connection) {

    void run(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            statement.execute();
        }
    }

    /** The first row as texts, an empty text for what is not there; an empty list where there is no row. */
    List<String> row(String sql, Object... parameters) throws SQLException {
        List<String> row = new ArrayList<>();
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet found = statement.executeQuery()) {
            if (found.next()) {
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(Objects.requireNonNullElse(found.getString(i), ""));
                }
            }
        }
        return row;
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
