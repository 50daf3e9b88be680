package stemma.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The current row of a query; columns count from 1. */
public final class Row {
    private final ResultSet found;

    Row(ResultSet found) {
        this.found = found;
    }

    public String text(int column) {
        return textOrNone(column).orElseThrow(() -> new StoreFailed("column " + column + " holds no text"));
    }

    public Optional<String> textOrNone(int column) {
        try {
            return Optional.ofNullable(found.getString(column));
        } catch (SQLException e) {
            throw StateDb.refused(e);
        }
    }

    public long number(int column) {
        try {
            return found.getLong(column);
        } catch (SQLException e) {
            throw StateDb.refused(e);
        }
    }

    public byte[] bytes(int column) {
        return bytesOrNone(column).orElseThrow(() -> new StoreFailed("column " + column + " holds no bytes"));
    }

    public Optional<byte[]> bytesOrNone(int column) {
        try {
            return Optional.ofNullable(found.getBytes(column));
        } catch (SQLException e) {
            throw StateDb.refused(e);
        }
    }
}
