package stemma.store;

import java.sql.SQLException;

/**
 * What a database says otherwise than the house. The house's SQL is the part of SQLite's that others
 * share: types {@code integer} (64 bits), {@code real}, {@code text} (ordered by its UTF-8 bytes) and
 * {@code blob}; every key is given, none is counted up; {@code insert ... on conflict (key) do update}
 * and never {@code insert or replace}; parameters are plain {@code ?}; {@code like} ignores the case of
 * ASCII letters; a text may hold every character, U+0000 too.
 */
public interface Dialect {
    /** The statement as this database understands it. */
    String statement(String sql);

    /** A text as this database keeps it. */
    String kept(String text);

    /** The text again that was kept as this. */
    String text(String kept);

    /** Whether a table is there, and those whose names begin so: a query with two parameters, name and pattern. */
    String tables();

    /** What the database refused, in words with the way out. */
    StoreFailed refused(SQLException e);
}
