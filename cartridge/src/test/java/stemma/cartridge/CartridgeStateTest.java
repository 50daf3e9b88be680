package stemma.cartridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.cartridge.engine.EngineThreads;
import stemma.cartridge.engine.MeterWatch;
import stemma.cartridge.engine.Wat;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Ending;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Threads;
import stemma.store.LocalDisk;
import stemma.store.Objects;
import stemma.store.StateDb;
import stemma.store.StateFile;
import stemma.store.StoreFailed;

/** What of cartridges outlives the process: keys and values, and which of them are served. */
final class CartridgeStateTest {
    private static final Slug ONE = new Slug("one");
    private static final Slug TWO = new Slug("two");
    private static final String SAYS = """
            (module (import "x402" "response" (func $r (param i32 i32 i32 i32 i32))) (memory (export "memory") 1)
              (func (export "x402_handle") (param i32 i32)
                (call $r (i32.const 200) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0))))
            """;

    @TempDir
    private Path folder;

    private StateDb open() {
        return StateFile.open(folder.resolve("state.db"), folder, List.of());
    }

    @Test
    void valuesOfSeveralCartridgesAreThereAfterReopening() {
        try (StateDb db = open()) {
            StateKv kv = StateKv.open(db);
            kv.commit(Map.of(
                    ONE, Map.of("a", Optional.of(bytes("1")), "empty", Optional.of(new byte[0])),
                    TWO, Map.of("a", Optional.of(bytes("2")))));
        }
        try (StateDb db = open()) {
            StateKv kv = StateKv.open(db);
            assertThat(kv.load(ONE)).containsOnlyKeys("a", "empty").containsEntry("a", bytes("1"));
            assertThat(kv.load(ONE)).containsEntry("empty", new byte[0]);
            assertThat(kv.load(TWO)).containsEntry("a", bytes("2"));
            kv.commit(Map.of(ONE, Map.of("a", Optional.of(bytes("3")), "empty", Optional.empty())));
            kv.drop(TWO);
        }
        try (StateDb db = open()) {
            assertThat(StateKv.open(db).load(ONE)).containsOnlyKeys("a").containsEntry("a", bytes("3"));
            assertThat(StateKv.open(db).load(TWO)).isEmpty();
        }
    }

    @Test
    void aCommitThatFailsLeavesNothingAndIsNotBelieved() {
        try (StateDb db = open()) {
            StateKv port = StateKv.open(db);
            db.write(sql -> sql.run("create trigger refuse before insert on kv_cartridge when new.name = 'bad'"
                    + " begin select raise(abort, 'refused here'); end"));
            Kv kv = new Kv(port);
            KvView one = kv.view(ONE, CartridgeLimits.standard());
            KvView two = kv.view(TWO, CartridgeLimits.standard());
            assertThat(one.set("good", bytes("1"))).isTrue();
            assertThat(two.set("bad", bytes("1"))).isTrue();
            assertThatThrownBy(() -> kv.commit(List.of(one, two))).isInstanceOf(StoreFailed.class);
            assertThat(port.load(ONE)).isEmpty();
            assertThat(kv.view(ONE, CartridgeLimits.standard()).get("good")).isEmpty();
        }
    }

    @Test
    void aQuotaCountsWhatWasKeptBeforeReopening() {
        CartridgeLimits limits = CartridgeLimits.standard();
        try (StateDb db = open()) {
            Kv kv = new Kv(StateKv.open(db));
            KvView view = kv.view(ONE, limits);
            assertThat(view.set("a", new byte[limits.kvBytesMax() - 1])).isTrue();
            assertThat(kv.commit(List.of(view))).isTrue();
        }
        try (StateDb db = open()) {
            KvView view = new Kv(StateKv.open(db)).view(ONE, limits);
            assertThat(view.set("b", new byte[0])).as("one byte past it").isFalse();
            assertThat(view.set("a", new byte[limits.kvBytesMax() - 2])).isTrue();
            assertThat(view.set("b", new byte[0])).as("at it").isTrue();
        }
    }

    @Test
    void aRebuiltTableIsTheSameAndCostsNoValue() {
        List<Receipt> log = List.of(
                deployed(1, ONE, "w1", Ending.DONE),
                deployed(2, TWO, "w2", Ending.DONE),
                deployed(3, ONE, "w3", Ending.DONE),
                deployed(4, ONE, "w4", Ending.FAILED),
                receipt(5, Deployment.DELETE, TWO, Json.object().build(), Ending.DONE),
                receipt(6, Deployment.DELETE, ONE, Json.object().build(), Ending.DENIED));
        CartridgeTable table = new CartridgeTable();
        try (StateDb db = open()) {
            StateKv kv = StateKv.open(db);
            kv.commit(Map.of(ONE, Map.of("a", Optional.of(bytes("1")))));
            List<CartridgeTable.Served> first = filled(db, table, log);
            assertThat(first).singleElement().satisfies(served -> {
                assertThat(served.slug()).isEqualTo("one");
                assertThat(served.wasm()).isEqualTo(Digest.ofUtf8("w3"));
                assertThat(served.act()).isEqualTo("1.3");
            });
            assertThat(filled(db, table, log)).isEqualTo(first);
            assertThat(kv.load(ONE)).containsEntry("a", bytes("1"));
            List<String> compared = db.read(sql -> sql.tables(table.name()));
            assertThat(compared).as("what a rebuild compares").containsExactly("cartridge");
        }
    }

    private static List<CartridgeTable.Served> filled(StateDb db, CartridgeTable table, List<Receipt> log) {
        return db.write(sql -> {
            table.drop(sql);
            table.create(sql);
            for (Receipt receipt : log) {
                table.apply(sql, receipt.id().sequence(), receipt);
            }
            return CartridgeTable.all(sql);
        });
    }

    @Test
    void whatCannotBeServedAgainIsSaidAndTheOthersAre() throws Exception {
        Objects objects = new Objects(new LocalDisk(), folder.resolve("objects"));
        Digest wasm = objects.put(Wat.wasm(SAYS));
        Map<String, Receipt> log = new LinkedHashMap<>();
        for (String name : List.of("gone", "good", "bad")) {
            Digest manifest = objects.put(bytes("{\"slug\":\"" + name + "\"}"));
            Digest module = switch (name) {
                case "gone" -> Digest.ofUtf8("never kept");
                case "bad" -> objects.put(bytes("no module"));
                default -> wasm;
            };
            Json.Obj evidence = Json.object()
                    .put("wasm", module.hex())
                    .put("manifest", manifest.hex())
                    .build();
            log.put(name, receipt(1 + log.size(), Deployment.DEPLOY, new Slug(name), evidence, Ending.DONE));
        }
        try (StateDb db = open();
                Shelf shelf = new Shelf(
                        new EngineThreads(1),
                        new MeterWatch(Threads.system()),
                        new HostPorts(Clock.system(), count -> new byte[count], Optional.empty()),
                        StateKv.open(db))) {
            filled(db, new CartridgeTable(), List.copyOf(log.values()));
            assertThat(Reopening.of(db, objects, shelf))
                    .hasSize(2)
                    .anySatisfy(said -> assertThat(said).contains("cartridge gone is not served", "deploy again"))
                    .anySatisfy(said -> assertThat(said).contains("cartridge bad is not served", "not-wasm"));
            assertThat(shelf.all()).containsOnlyKeys("good");
            assertThat(shelf.call(new Slug("good"), Request.get("/"), () -> false)
                            .status())
                    .isEqualTo(200);
        }
    }

    private static Receipt deployed(long number, Slug slug, String wasm, Ending ending) {
        Json.Obj evidence = Json.object()
                .put("wasm", Digest.ofUtf8(wasm).hex())
                .put("manifest", Digest.ofUtf8("m").hex())
                .build();
        return receipt(number, Deployment.DEPLOY, slug, evidence, ending);
    }

    private static Receipt receipt(long number, Op<?, ?> op, Slug slug, Json.Obj evidence, Ending ending) {
        return new Receipt(
                new ActId(1, number),
                Act.of(op, slug.text(), Actor.operator("test"), Provenance.OPERATOR),
                "test",
                ending,
                "",
                Cost.ZERO,
                1,
                Optional.empty(),
                Optional.empty(),
                evidence,
                number,
                number);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
