package stemma.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What lies beneath a {@link SqlState}: how a connection to it is opened, and what it says otherwise.
 * {@link #open} is called on the one thread that will ever use the connection.
 */
public interface Database {
    /** Where it is, for a person. */
    String where();

    /** Opens a connection; the database itself refuses writes on one that only reads. */
    Connection open(boolean readOnly) throws SQLException;

    Dialect dialect();

    /** The version of the schema; 0 when nothing was ever made. */
    int version(Sql sql);

    /** Keeps the version of the schema, in the transaction that reaches it. */
    void keepVersion(Sql sql, int version);

    /** Reads all of it and says whether it is sound; a damage may also be thrown. */
    boolean sound(Sql sql);
}
