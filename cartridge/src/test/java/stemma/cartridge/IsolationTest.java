package stemma.cartridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stemma.cartridge.engine.EngineThreads;
import stemma.cartridge.engine.MeterWatch;
import stemma.cartridge.engine.Wat;
import stemma.core.Clock;
import stemma.core.Threads;

/**
 * Each module looks at one place, then plants something there. Whatever was planted, also by a call that
 * trapped or by the version before, the next call sees what the first one saw.
 */
final class IsolationTest {
    private static final Slug SLUG = new Slug("attack");
    private static final Shelf SHELF = new Shelf(
            new EngineThreads(1),
            new MeterWatch(Threads.system()),
            new HostPorts(Clock.system(), count -> new byte[count], Optional.empty()),
            new NoKeys());

    /**
     * One module.
     *
     * @param look an expression: what is there
     * @param plant instructions that change it
     * @param sees what an instance that nobody used sees
     */
    record Attack(String name, String look, String plant, int sees) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> attacks() {
        return Stream.of(
                        word("low memory", 200),
                        word("the last word of the page", 65_532),
                        new Attack("memory's size", "(memory.size)", "(drop (memory.grow (i32.const 1)))", 1),
                        new Attack(
                                "a page that was grown",
                                "(drop (memory.grow (i32.const 1))) (i32.load (i32.const 65536))",
                                "(i32.store (i32.const 65536) (i32.const 7))",
                                0),
                        new Attack(
                                "a filled page",
                                "(i32.load (i32.const 40000))",
                                "(memory.fill (i32.const 30000) (i32.const 7) (i32.const 30000))",
                                0),
                        new Attack(
                                "a copied request",
                                "(i32.load (i32.const 50000))",
                                "(memory.copy (i32.const 50000) (local.get $p) (i32.const 8))",
                                0),
                        new Attack(
                                "initial data",
                                "(i32.load (i32.const 16))",
                                "(i32.store (i32.const 16) (i32.const 7))",
                                4),
                        new Attack("a request before", "(i32.load (i32.add (local.get $p) (i32.const 512)))", "", 0),
                        new Attack("a number", "(global.get $i)", "(global.set $i (i32.const 7))", 3),
                        new Attack(
                                "a long number", "(i32.wrap_i64 (global.get $l))", "(global.set $l (i64.const 7))", 3),
                        new Attack(
                                "a fraction", "(i32.trunc_f64_s (global.get $d))", "(global.set $d (f64.const 7))", 3),
                        new Attack(
                                "a reference", "(ref.is_null (global.get $f))", "(global.set $f (ref.func $seven))", 1),
                        new Attack(
                                "a table's size",
                                "(table.size $t)",
                                "(drop (table.grow $t (ref.null func) (i32.const 1)))",
                                4),
                        new Attack(
                                "an empty place of a table",
                                "(ref.is_null (table.get $t (i32.const 2)))",
                                "(table.set $t (i32.const 2) (ref.func $seven))",
                                1),
                        new Attack(
                                "a function of a table",
                                "(call_indirect $t (result i32) (i32.const 0))",
                                "(table.set $t (i32.const 0) (ref.func $seven))",
                                3),
                        new Attack(
                                "a dropped segment of data",
                                "(memory.init $data (i32.const 300) (i32.const 0) (i32.const 4)) (i32.load (i32.const 300))",
                                "(data.drop $data)",
                                5),
                        new Attack(
                                "a dropped segment of functions",
                                "(table.init $t $more (i32.const 3) (i32.const 0) (i32.const 1))"
                                        + " (call_indirect $t (result i32) (i32.const 3))",
                                "(elem.drop $more)",
                                7))
                .flatMap(attack -> Stream.of(Manifest.Isolation.values()).map(how -> Arguments.of(attack, how)));
    }

    private static Attack word(String name, int at) {
        return new Attack(
                name, "(i32.load (i32.const " + at + "))", "(i32.store (i32.const " + at + ") (i32.const 7))", 0);
    }

    @AfterAll
    static void close() {
        SHELF.close();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("attacks")
    void nothingIsLeftForTheNextCall(Attack attack, Manifest.Isolation isolation) throws Exception {
        serve(attack, isolation, "1");
        for (int i = 0; i < 3; i++) {
            assertThat(seen("/")).isEqualTo(attack.sees());
            call("/" + "x".repeat(900)); // leaves more of itself than the next request covers
        }
        assertThatThrownBy(() -> SHELF.call(SLUG, Request.post("/", "trap"), () -> false))
                .isInstanceOf(CartridgeFailed.class);
        assertThat(seen("/")).as("after a trap").isEqualTo(attack.sees());
        serve(attack, isolation, "2");
        assertThat(seen("/")).as("by the version after").isEqualTo(attack.sees());
    }

    private static int seen(String path) throws InterruptedException {
        return ByteBuffer.wrap(call(path).body()).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private static Response call(String path) throws InterruptedException {
        return SHELF.call(SLUG, Request.get(path), () -> false);
    }

    /** A module that traps, after it planted, when its request begins with a body. */
    private static void serve(Attack attack, Manifest.Isolation isolation, String version) throws InterruptedException {
        String manifest = "{\"slug\":\"attack\",\"version\":\"" + version + "\",\"isolation\":\""
                + isolation.name().toLowerCase(Locale.ROOT) + "\"}";
        byte[] wasm = Wat.wasm("""
                (module
                  (import "x402" "response" (func $response (param i32 i32 i32 i32 i32)))
                  (memory (export "memory") 1)
                  (global $i (mut i32) (i32.const 3)) (global $l (mut i64) (i64.const 3))
                  (global $d (mut f64) (f64.const 3)) (global $f (mut funcref) (ref.null func))
                  (table $t 4 funcref)
                  (elem (table $t) (i32.const 0) func $three) (elem $more func $seven) (elem declare func $seven)
                  (data (i32.const 16) "\\04\\00\\00\\00") (data $data "\\05\\00\\00\\00")
                  (func $three (result i32) (i32.const 3)) (func $seven (result i32) (i32.const 7))
                  (func (export "x402_alloc") (param i32) (result i32) (i32.const 4096))
                  (func $look (param $p i32) (result i32) LOOK)
                  (func (export "x402_handle") (param $p i32) (param $l i32)
                    (i32.store (i32.const 100) (call $look (local.get $p)))
                    PLANT
                    (if (i32.eq (i32.load8_u (i32.add (local.get $p) (i32.const 9))) (i32.const 116))
                      (then (unreachable)))
                    (call $response (i32.const 200) (i32.const 100) (i32.const 4) (i32.const 0) (i32.const 0))))
                """.replace("LOOK", attack.look()).replace("PLANT", attack.plant()));
        SHELF.publish(SHELF.load(Manifest.parse(manifest.getBytes(StandardCharsets.UTF_8)), wasm));
    }

    private static final class NoKeys implements KvPort {
        @Override
        public Map<String, byte[]> load(Slug slug) {
            return Map.of();
        }

        @Override
        public void commit(Map<Slug, Map<String, Optional<byte[]>>> changes) {
            throw new UnsupportedOperationException("nothing here has keys");
        }

        @Override
        public void drop(Slug slug) {
            throw new UnsupportedOperationException("nothing here is deleted");
        }
    }
}
