package stemma.cartridge;

import java.util.List;
import stemma.core.Digest;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Receipt;
import stemma.ledger.Projection;
import stemma.store.Sql;

/** Which cartridges are served, and since which act. */
public final class CartridgeTable implements Projection {

    /**
     * One cartridge.
     *
     * @param wasm digest of its module
     * @param manifest digest of its manifest
     */
    record Served(String slug, Digest wasm, Digest manifest, String act, long atMillis) {}

    @Override
    public String name() {
        return "cartridge";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void create(Sql sql) {
        sql.run("create table cartridge (slug text primary key, wasm text not null, manifest text not null,"
                + " act text not null, at integer not null) without rowid");
    }

    @Override
    public void drop(Sql sql) {
        sql.run("drop table if exists cartridge");
    }

    @Override
    public void apply(Sql sql, long index, Entry entry) {
        if (entry instanceof Receipt receipt && receipt.ending() == Ending.DONE) {
            if (receipt.act().op().equals(Deployment.DEPLOY.name())) {
                sql.run(
                        "insert into cartridge (slug, wasm, manifest, act, at) values (?, ?, ?, ?, ?)"
                                + " on conflict (slug) do update set wasm = excluded.wasm,"
                                + " manifest = excluded.manifest, act = excluded.act, at = excluded.at",
                        receipt.act().target(),
                        receipt.evidence().string("wasm"),
                        receipt.evidence().string("manifest"),
                        receipt.id().toString(),
                        receipt.atMillis());
            } else if (receipt.act().op().equals(Deployment.DELETE.name())) {
                sql.run("delete from cartridge where slug = ?", receipt.act().target());
            }
        }
    }

    /** Everything that is served, by name. */
    static List<Served> all(Sql sql) {
        return sql.all(
                row -> new Served(
                        row.text(1), Digest.parse(row.text(2)), Digest.parse(row.text(3)), row.text(4), row.number(5)),
                "select slug, wasm, manifest, act, at from cartridge order by slug");
    }
}
