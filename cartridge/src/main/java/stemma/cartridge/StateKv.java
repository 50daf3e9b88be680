package stemma.cartridge;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import stemma.store.StateDb;

/**
 * Keys and values in the node's state database. They are no projection: no entry of the log has them, and
 * their table begins with a word of its own, so that a rebuild neither counts nor drops it. Thread-safe.
 */
public final class StateKv implements KvPort {
    private final StateDb db;

    private StateKv(StateDb db) {
        this.db = db;
    }

    /** Opens the table, and makes it when absent. */
    public static StateKv open(StateDb db) {
        db.write(sql -> sql.run("create table if not exists kv_cartridge"
                + " (slug text not null, name text not null, value blob not null, primary key (slug, name))"
                + " without rowid"));
        return new StateKv(db);
    }

    private record Pair(String name, byte[] value) {}

    @Override
    public Map<String, byte[]> load(Slug slug) {
        Map<String, byte[]> all = new HashMap<>();
        db.read(sql -> sql.all(
                        row -> new Pair(row.text(1), row.bytesOrNone(2).orElse(new byte[0])),
                        "select name, value from kv_cartridge where slug = ?",
                        slug.text()))
                .forEach(pair -> all.put(pair.name(), pair.value()));
        return all;
    }

    @Override
    public void commit(Map<Slug, Map<String, Optional<byte[]>>> changes) {
        db.write(sql -> {
            changes.forEach((slug, pairs) -> pairs.forEach((name, value) -> {
                if (value.isPresent()) {
                    sql.run(
                            "insert into kv_cartridge (slug, name, value) values (?, ?, ?)"
                                    + " on conflict (slug, name) do update set value = excluded.value",
                            slug.text(),
                            name,
                            value.get());
                } else {
                    sql.run("delete from kv_cartridge where slug = ? and name = ?", slug.text(), name);
                }
            }));
            return changes.size();
        });
    }

    @Override
    public void drop(Slug slug) {
        db.write(sql -> sql.run("delete from kv_cartridge where slug = ?", slug.text()));
    }
}
