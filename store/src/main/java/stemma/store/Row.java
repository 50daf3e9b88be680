package stemma.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/** The current row of a query; columns count from 1. */
public final class Row {
    private final ResultSet found;
    private final Dialect dialect;

    Row(ResultSet found, Dialect dialect) {
        this.found = found;
        this.dialect = dialect;
    }

    public String text(int column) {
        return textOrNone(column).orElseThrow(() -> new StoreFailed("column " + column + " holds no text"));
    }

    public Optional<String> textOrNone(int column) {
        return Optional.ofNullable(read(() -> found.getString(column))).map(dialect::text);
    }

    /** The number, and 0 where there is none. */
    public long number(int column) {
        return read(() -> found.getLong(column));
    }

    public byte[] bytes(int column) {
        return bytesOrNone(column).orElseThrow(() -> new StoreFailed("column " + column + " holds no bytes"));
    }

    public Optional<byte[]> bytesOrNone(int column) {
        return Optional.ofNullable(read(() -> found.getBytes(column)));
    }

    /** All of the row as one text: equal rows give equal texts, on every database. */
    public String whole() {
        StringBuilder text = new StringBuilder();
        int columns = read(() -> found.getMetaData().getColumnCount());
        for (int i = 1; i <= columns; i++) {
            int column = i;
            String value = value(read(() -> found.getObject(column)));
            text.append(value.length()).append(':').append(value).append(',');
        }
        return text.toString();
    }

    private String value(Object value) {
        return switch (value) {
            case null -> "none";
            case byte[] bytes -> "bytes " + HexFormat.of().formatHex(bytes);
            case String text -> "text " + dialect.text(text);
            case Double real -> "real " + real;
            case Number whole -> "number " + whole.longValue();
            default ->
                throw new StoreFailed("a column holds a " + value.getClass().getSimpleName());
        };
    }

    /** A look at the row. */
    @FunctionalInterface
    private interface Look<T> {
        T at() throws SQLException;
    }

    private <T> T read(Look<T> look) {
        try {
            return look.at();
        } catch (SQLException e) {
            throw dialect.refused(e);
        }
    }
}
