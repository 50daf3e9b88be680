package stemma.it;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/** What a closed home's database holds, read past the node: a start of the node for each list would cost seconds. */
final class Tables {
    /** How far each table has read the log, and the last start: any further start moves both. */
    private static final Set<String> MOVED_BY_A_START = Set.of("projection", "open");

    private Tables() {}

    /** Every row of every table that a mere start leaves alone, as text and in order, by the table's name. */
    static Map<String, List<String>> of(Path database) throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            for (String table : rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")) {
                if (!MOVED_BY_A_START.contains(table)) {
                    tables.put(table, rows(connection, "SELECT * FROM \"" + table + "\""));
                }
            }
        }
        return tables;
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int column = 1; column <= columns; column++) {
                    Object value = found.getObject(column);
                    row.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value));
                }
                rows.add(row.toString());
            }
        }
        rows.sort(null);
        return rows;
    }
}
