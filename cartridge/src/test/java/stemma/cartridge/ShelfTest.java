package stemma.cartridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stemma.cartridge.engine.EngineThreads;
import stemma.cartridge.engine.MeterWatch;
import stemma.cartridge.engine.ModuleRefused;
import stemma.cartridge.engine.Trap;
import stemma.cartridge.engine.Wat;
import stemma.core.Clock;
import stemma.core.Refusal;
import stemma.core.Threads;

/** Cartridges as they are called: both bindings, their state, each other, and what ends them. */
final class ShelfTest {
    private static final String KV = """
            (import "x402" "kv_get" (func $get (param i32 i32) (result i64)))
            (import "x402" "kv_set" (func $set (param i32 i32 i32 i32) (result i32)))
            """;

    private static final String CALL = "(import \"x402\" \"call\" (func $call (param i32 i32 i32 i32) (result i64)))";

    /** Reads a byte under "count", adds one, writes it, answers with it. */
    private static final String INCREMENT = """
            (local $v i64) (local.set $v (call $get (i32.const 16) (i32.const 5)))
            (if (i64.ne (local.get $v) (i64.const 0)) (then (i32.store (i32.const 100)
              (i32.load (i32.wrap_i64 (i64.shr_u (local.get $v) (i64.const 32)))))))
            (i32.store (i32.const 100) (i32.add (i32.const 1) (i32.load (i32.const 100))))
            (if (call $set (i32.const 16) (i32.const 5) (i32.const 100) (i32.const 4)) (then (unreachable)))
            (call $response (i32.const 200) (i32.const 100) (i32.const 4) (i32.const 0) (i32.const 10))
            """;

    private final Memory kv = new Memory();
    private final Shelf shelf = new Shelf(
            new EngineThreads(4),
            new MeterWatch(Threads.system()),
            new HostPorts(Clock.system(), count -> new byte[count], Optional.empty()),
            kv);

    @AfterEach
    void close() {
        shelf.close();
    }

    @Test
    void anAnswerIsWhatTheGuestSaid() throws Exception {
        serve(
                "echo",
                "",
                "",
                "(call $response (i32.const 201) (local.get $p) (local.get $l) (i32.const 0) (i32.const 10))");
        Response response = call("echo", Request.post("/a/b", "hé"));
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.contentType()).isEqualTo("text/plain");
        assertThat(response.text())
                .isEqualTo("{\"body\":\"hé\",\"headers\":{},\"method\":\"POST\",\"path\":\"/a/b\",\"query\":\"\"}");
        assertThat(response.fuel()).isPositive();
        byte[] binary = {(byte) 0xff, 0};
        Request raw = new Request("PUT", "/", "q=1", Map.of("a", "b"), binary, Optional.empty());
        assertThat(call("echo", raw).text()).contains("\"body_base64\":\"/wA=\"", "\"a\":\"b\"", "\"query\":\"q=1\"");
    }

    @Test
    void whatIsNotGrantedIsNotThere() {
        assertThatThrownBy(() -> serve("greedy", "", KV, "(drop (call $get (i32.const 0) (i32.const 1)))"))
                .isInstanceOfSatisfying(
                        ModuleRefused.class, e -> assertThat(e.code()).isEqualTo(ModuleRefused.Code.UNKNOWN_IMPORT));
    }

    @Test
    void aModuleWithoutItsExportsOrWithOthersIsRefused() {
        assertCode(ModuleRefused.Code.MISSING_EXPORT, "(module (memory (export \"memory\") 1))");
        assertCode(ModuleRefused.Code.MISSING_EXPORT, "(module (memory 1) (func (export \"x402_handle\")))");
        assertCode(
                ModuleRefused.Code.WRONG_ABI,
                "(module (memory (export \"memory\") 1) (func (export \"x402_handle\") (param i64)))");
        assertCode(
                ModuleRefused.Code.WRONG_ABI,
                "(module (import \"x402\" \"response\" (func (param i64))) (memory (export \"memory\") 1)"
                        + " (func (export \"x402_handle\") (param i32 i32)))");
        assertThatThrownBy(
                        () -> shelf.load(
                                plain("bad"),
                                Wat.wasm(
                                        "(module (memory (export \"memory\") 1)"
                                                + " (func $l (loop $a (br $a))) (start $l) (func (export \"x402_handle\") (param i32 i32)))")))
                .isInstanceOfSatisfying(
                        CartridgeFailed.class, e -> assertThat(e.kind()).isEqualTo(Trap.Kind.FUEL));
    }

    private void assertCode(ModuleRefused.Code code, String text) {
        assertThatThrownBy(() -> shelf.load(plain("bad"), Wat.wasm(text)))
                .isInstanceOfSatisfying(
                        ModuleRefused.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aThousandConcurrentChangesAreAThousandChanges() throws Exception {
        serve("counter", "\"grants\":[\"kv\"]", KV, INCREMENT);
        AtomicInteger done = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                while (done.incrementAndGet() <= 1_000) {
                    retried("counter");
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(number(kv.load(new Slug("counter")).getOrDefault("count", new byte[2])))
                .isEqualTo(1_000);
    }

    private void retried(String name) {
        while (true) {
            try {
                call(name, Request.get("/"));
                return;
            } catch (Refusal e) {
                assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFLICT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Test
    void aCallThatTrapsLeavesNothingBehind() throws Exception {
        serve("broken", "\"grants\":[\"kv\"]", KV, INCREMENT + "(unreachable)");
        assertThatThrownBy(() -> call("broken", Request.get("/"))).isInstanceOf(CartridgeFailed.class);
        assertThat(kv.load(new Slug("broken"))).isEmpty();
    }

    @Test
    void stateOutlivesASwapAndNotADeletion() throws Exception {
        serve("counter", "\"grants\":[\"kv\"]", KV, INCREMENT);
        call("counter", Request.get("/"));
        serve("counter", "\"grants\":[\"kv\"],\"version\":\"2\"", KV, INCREMENT + "(nop)");
        assertThat(number(call("counter", Request.get("/")).body())).isEqualTo(2);
        shelf.remove(new Slug("counter"));
        assertThat(kv.load(new Slug("counter"))).isEmpty();
        assertThatThrownBy(() -> call("counter", Request.get("/"))).hasMessageContaining("there is no cartridge");
    }

    @Test
    void quotasHoldAtTheLimitAndOnePast() {
        CartridgeLimits limits = CartridgeLimits.standard();
        KvView view = new Kv(kv).view(new Slug("q"), limits);
        assertThat(view.set("k".repeat(256), new byte[0])).isTrue();
        assertThat(view.set("k".repeat(257), new byte[0])).isFalse();
        assertThat(view.set("", new byte[0])).isFalse();
        assertThat(view.set("a", new byte[limits.kvBytesMax() - 257])).isTrue();
        assertThat(view.set("b", new byte[0])).as("one byte past the quota").isFalse();
        assertThat(view.delete("a")).isTrue();
        assertThat(view.delete("a")).isFalse();
        for (int i = 1; i < limits.kvKeysMax(); i++) {
            assertThat(view.set("n" + i, new byte[1])).isTrue();
        }
        assertThat(view.set("more", new byte[1])).as("one key past the limit").isFalse();
        assertThat(view.swap("n1", Optional.of(new byte[] {9}), new byte[1])).isEqualTo(KvView.Swap.DIFFERENT);
        assertThat(view.swap("n1", Optional.of(new byte[1]), new byte[] {5})).isEqualTo(KvView.Swap.DONE);
        assertThat(view.list("n99"))
                .containsExactly("n99", "n990", "n991", "n992", "n993", "n994", "n995", "n996", "n997", "n998", "n999");
    }

    @Test
    void cartridgesCallEachOtherThreeDeepAndNeverInACircle() throws Exception {
        String callOther = "(call $say (call $call (i32.const 32) (i32.const 5) (i32.const 48) (i32.const 12)))";
        serve("other", "\"grants\":[\"call\"]", CALL, callOther);
        assertThat(call("other", Request.get("/")).text()).contains("508", "already among the callers");
        String chain = callOther.replace("i32.const 32", "i32.const 16");
        serve("first", "\"grants\":[\"call\"]", CALL, callOther);
        serve("other", "\"grants\":[\"call\"]", CALL, chain);
        serve(
                "count",
                "\"grants\":[\"call\"]",
                CALL + "(import \"x402\" \"payment_info\" (func $pay (result i64)))",
                "(call $response (i32.const 200) (i32.const 16) (i32.const 5) (i32.const 0) (i32.const 10))");
        assertThat(call("first", Request.get("/")).text()).contains("count");
        serve(
                "outer",
                "\"grants\":[\"call\"]",
                CALL + "(global $x i32 (i32.const 0))",
                "(i64.store (i32.const 32) (i64.load (i32.const 64))) " + callOther);
        assertThat(call("first", Request.get("/")).fuel())
                .as("its children's fuel is its own")
                .isGreaterThan(call("count", Request.get("/")).fuel());
    }

    @Test
    void aChildThatTrapsIsAnAnswerAndItsChangesAreTakenBack() throws Exception {
        serve("other", "\"grants\":[\"kv\"]", KV, INCREMENT + "(unreachable)");
        serve(
                "parent",
                "\"grants\":[\"call\",\"kv\"]",
                KV + CALL,
                INCREMENT + "(drop (call $call (i32.const 32) (i32.const 5) (i32.const 48) (i32.const 12)))");
        assertThat(number(call("parent", Request.get("/")).body())).isEqualTo(1);
        assertThat(kv.load(new Slug("other"))).isEmpty();
        assertThat(kv.load(new Slug("parent"))).containsKey("count");
    }

    @Test
    void aChildCannotUseMoreFuelThanItsCallerHas() throws Exception {
        serve("other", "", "", "(loop $l (br $l))");
        serve(
                "parent",
                "\"grants\":[\"call\"],\"fuel\":100000",
                CALL,
                "(call $say (call $call (i32.const 32) (i32.const 5) (i32.const 48) (i32.const 12)))");
        assertThatThrownBy(() -> call("parent", Request.get("/"))).isInstanceOfSatisfying(CartridgeFailed.class, e -> {
            assertThat(e.kind()).isEqualTo(Trap.Kind.FUEL);
            assertThat(e.fuel()).isEqualTo(100_000);
        });
    }

    @Test
    void anInstanceUsedAgainCannotTell() throws Exception {
        serve("pooled", "\"isolation\":\"pooled\"", "", """
                (i32.store (i32.const 200) (i32.add (i32.const 1) (i32.load (i32.const 200))))
                (call $response (i32.const 200) (i32.const 200) (i32.const 4) (i32.const 0) (i32.const 10))
                """);
        for (int i = 0; i < 300; i++) {
            assertThat(number(call("pooled", Request.get("/")).body())).isEqualTo(1);
        }
        Shelf.Place place = shelf.find(new Slug("pooled")).orElseThrow();
        assertThat(shelf.figures(new Slug("pooled"), place).pooled()).isBetween(200L, 299L);
    }

    @Test
    void anAnswerOverTheLimitAndTooManyHostCallsAreTraps() throws Exception {
        serve(
                "large",
                "",
                "",
                "(drop (memory.grow (i32.const 64))) (call $response (i32.const 200) (i32.const 0)"
                        + " (i32.const 4194304) (i32.const 0) (i32.const 10))");
        assertThat(call("large", Request.get("/")).body()).hasSize(4 << 20);
        serve(
                "large",
                "",
                "",
                "(drop (memory.grow (i32.const 64))) (call $response (i32.const 200) (i32.const 0)"
                        + " (i32.const 4194305) (i32.const 0) (i32.const 10))");
        assertKind("large", Trap.Kind.HOST);
        serve(
                "chatty",
                "",
                "",
                "(loop $l (call $response (i32.const 200) (i32.const 0) (i32.const 1) (i32.const 0)"
                        + " (i32.const 10)) (br $l))");
        assertKind("chatty", Trap.Kind.HOST);
        serve("mute", "", "", "");
        assertKind("mute", Trap.Kind.HOST);
        serve(
                "wild",
                "",
                "",
                "(call $response (i32.const 200) (i32.const -8) (i32.const 16) (i32.const 0) (i32.const 1))");
        assertKind("wild", Trap.Kind.MEMORY);
    }

    @Test
    void aRequestIsAtMostAsLargeAsItsLimit() throws Exception {
        shelf.publish(shelf.load(plain("wide"), Wat.wasm("""
                (module (import "x402" "response" (func $r (param i32 i32 i32 i32 i32))) (memory (export "memory") 1)
                  (func (export "x402_handle") (param i32 i32)
                    (call $r (i32.const 200) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0))))
                """)));
        int most = CartridgeLimits.standard().requestBytesMax();
        assertThat(call("wide", Request.post("/", "b".repeat(most))).status()).isEqualTo(200);
        assertThatThrownBy(() -> call("wide", Request.post("/", "b".repeat(most + 1))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("at most " + most);
    }

    @Test
    void aModuleThatSpeaksJ1IsServed() throws Exception {
        shelf.publish(shelf.load(plain("j1"), Wat.wasm("""
                (module (import "env" "memory" (memory 1))
                  (import "j1" "in_len" (func $len (result i32)))
                  (import "j1" "in_byte" (func $in (param i32) (result i32)))
                  (import "j1" "out_byte" (func $out (param i32)))
                  (import "j1" "op" (func $op (param i32) (result i32)))
                  (func $int (param i32) (call $out (local.get 0)) (call $out (i32.shr_u (local.get 0) (i32.const 8)))
                    (call $out (i32.const 0)) (call $out (i32.const 0)))
                  (func (export "j1_handle") (local $i i32) (local $n i32) (local.set $n (call $len))
                    (call $int (i32.const 4)) (call $int (i32.const 202))
                    (call $int (local.get $n))
                    (loop $l (call $out (call $in (local.get $i))) (local.set $i (i32.add (local.get $i) (i32.const 1)))
                      (br_if $l (i32.lt_u (local.get $i) (local.get $n))))
                    (call $int (i32.const 0)) (drop (call $op (i32.const 3)))))
                """)));
        Response response = call("j1", Request.post("/x", "hi"));
        assertThat(response.status()).isEqualTo(202);
        assertThat(response.text()).contains("\"body\":\"hi\"");
    }

    @Test
    void callsFinishOnTheVersionTheyBeganWith() throws Exception {
        String answer = "(call $response (i32.const %d) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 10))";
        Loaded one = loaded("swap", "", "", answer.formatted(201));
        Loaded two = loaded("swap", "", "", answer.formatted(202));
        shelf.publish(one);
        AtomicInteger wrong = new AtomicInteger();
        Thread caller = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 3_000; i++) {
                try {
                    int status = call("swap", Request.get("/")).status();
                    wrong.addAndGet(status == 201 || status == 202 ? 0 : 1);
                } catch (InterruptedException | RuntimeException e) {
                    wrong.incrementAndGet();
                }
            }
        });
        for (int i = 0; caller.isAlive(); i++) {
            shelf.publish(i % 2 == 0 ? two : one);
        }
        caller.join();
        assertThat(wrong).hasValue(0);
    }

    private void assertKind(String name, Trap.Kind kind) {
        assertThatThrownBy(() -> call(name, Request.get("/")))
                .isInstanceOfSatisfying(
                        CartridgeFailed.class,
                        e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }

    private static Manifest plain(String name) {
        return Manifest.plain(new Slug(name));
    }

    private void serve(String name, String members, String imports, String body) throws InterruptedException {
        shelf.publish(loaded(name, members, imports, body));
    }

    private Loaded loaded(String name, String members, String imports, String body) throws InterruptedException {
        String json = "{\"slug\":\"" + name + "\"" + (members.isEmpty() ? "" : "," + members) + "}";
        Manifest manifest = Manifest.parse(json.getBytes(StandardCharsets.UTF_8));
        return shelf.load(manifest, Wat.wasm(module(imports, body)));
    }

    /** A module with the imports in use, an allocator and a few texts. */
    private static String module(String imports, String body) {
        return """
            (module
              (import "x402" "response" (func $response (param i32 i32 i32 i32 i32)))
              %s
              (memory (export "memory") 1) (global $top (mut i32) (i32.const 4096))
              (func (export "x402_alloc") (param $n i32) (result i32) (local $p i32)
                (local.set $p (global.get $top))
                (global.set $top (i32.add (global.get $top) (local.get $n))) (local.get $p))
              (data (i32.const 0) "text/plain") (data (i32.const 16) "count") (data (i32.const 32) "other")
              (data (i32.const 48) "{\\"path\\":\\"/\\"}")
              (func $say (param $t i64) (call $response (i32.const 200)
                (i32.wrap_i64 (i64.shr_u (local.get $t) (i64.const 32))) (i32.wrap_i64 (local.get $t))
                (i32.const 0) (i32.const 10)))
              (func (export "x402_handle") (param $p i32) (param $l i32) %s))
            """.formatted(imports, body);
    }

    private Response call(String name, Request request) throws InterruptedException {
        return shelf.call(new Slug(name), request, () -> false);
    }

    private static int number(byte[] bytes) {
        return (bytes[0] & 0xff) | ((bytes[1] & 0xff) << 8);
    }

    /** Keys and values in memory. */
    private static final class Memory implements KvPort {
        private final Map<Slug, Map<String, byte[]>> all = new ConcurrentHashMap<>();

        @Override
        public Map<String, byte[]> load(Slug slug) {
            return new HashMap<>(all.getOrDefault(slug, Map.of()));
        }

        @Override
        public void commit(Map<Slug, Map<String, Optional<byte[]>>> changes) {
            changes.forEach((slug, pairs) -> pairs.forEach((name, value) -> {
                Map<String, byte[]> own = all.computeIfAbsent(slug, absent -> new ConcurrentHashMap<>());
                value.ifPresentOrElse(bytes -> own.put(name, bytes), () -> own.remove(name));
            }));
        }

        @Override
        public void drop(Slug slug) {
            all.remove(slug);
        }
    }
}
