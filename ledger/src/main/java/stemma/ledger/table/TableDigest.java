package stemma.ledger.table;

import java.nio.charset.StandardCharsets;
import java.util.List;
import stemma.core.Digest;
import stemma.ledger.Projection;
import stemma.store.Sql;

/**
 * What the tables of one projection hold, in a form that can be compared.
 *
 * @param rows in all its tables
 * @param digest over every row in order
 */
record TableDigest(long rows, Digest digest) {

    static TableDigest of(Sql sql, Projection projection) {
        List<String> tables = sql.all(
                row -> row.text(1),
                "select name from sqlite_master where type = 'table' and (name = ? or name like ? escape '\\')"
                        + " order by name",
                projection.name(),
                projection.name() + "\\_%");
        StringBuilder all = new StringBuilder();
        long rows = 0;
        for (String table : tables) {
            List<String> columns = sql.all(row -> row.text(1), "select name from pragma_table_info(?)", table);
            String row = "quote(\"" + String.join("\") || ',' || quote(\"", columns) + "\")";
            rows += sql.one(r -> r.number(1), "select count(*) from \"" + table + "\"")
                    .orElse(0L);
            all.append(table)
                    .append('=')
                    .append(sql.one(
                                    r -> r.textOrNone(1).orElse(""),
                                    "select group_concat(line, char(10)) from (select " + row + " as line from \""
                                            + table + "\" order by line)")
                            .orElse(""))
                    .append('\n');
        }
        return new TableDigest(rows, Digest.of(all.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
