package stemma.cartridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stemma.cartridge.engine.EngineThreads;
import stemma.cartridge.engine.MeterWatch;
import stemma.cartridge.engine.ModuleRefused;
import stemma.cartridge.engine.Trap;
import stemma.cartridge.engine.Wat;
import stemma.core.Clock;
import stemma.core.Threads;

/** What programs that were linked with WASI get, and what they do not. */
final class WasiTest {
    private static final Slug SLUG = new Slug("wasi");

    private final Shelf shelf = new Shelf(
            new EngineThreads(1),
            new MeterWatch(Threads.system()),
            new HostPorts(Clock.system(), count -> new byte[count], Optional.empty()),
            new NoKeys());

    @AfterEach
    void close() {
        shelf.close();
    }

    @Test
    void whatIsPrintedGoesToTheLog() throws Exception {
        serve("wasi", "fd_write", "(param i32 i32 i32 i32) (result i32)", """
                (i32.store (i32.const 32) (i32.const 0)) (i32.store (i32.const 36) (i32.const 5))
                (i32.store (i32.const 40) (i32.const 5)) (i32.store (i32.const 44) (i32.const 3))
                (if (call $f (i32.const 2) (i32.const 32) (i32.const 2) (i32.const 100)) (then (unreachable)))
                """);
        assertThat(answer()).as("bytes written").isEqualTo(8);
        assertThat(shelf.find(SLUG).orElseThrow().log())
                .extracting(Shelf.Logged::level, Shelf.Logged::text)
                .containsExactly(tuple(3, "hello"), tuple(3, "you"));
    }

    @Test
    void otherDescriptorsAreBad() throws Exception {
        for (int descriptor : new int[] {0, 3, -1}) {
            serve(
                    "wasi",
                    "fd_write",
                    "(param i32 i32 i32 i32) (result i32)",
                    "(i32.store (i32.const 100) (call $f (i32.const " + descriptor
                            + ") (i32.const 32) (i32.const 1) (i32.const 104)))");
            assertThat(answer()).as("descriptor " + descriptor).isEqualTo(8);
        }
    }

    @Test
    void aPlaceOutsideTheMemoryIsATrap() throws Exception {
        serve(
                "wasi",
                "fd_write",
                "(param i32 i32 i32 i32) (result i32)",
                "(i32.store (i32.const 32) (i32.const 65535)) (i32.store (i32.const 36) (i32.const 2))"
                        + " (drop (call $f (i32.const 1) (i32.const 32) (i32.const 1) (i32.const 100)))");
        assertTrap(Trap.Kind.MEMORY, "");
        serve(
                "wasi",
                "fd_write",
                "(param i32 i32 i32 i32) (result i32)",
                "(drop (call $f (i32.const 1) (i32.const -8) (i32.const 1) (i32.const 100)))");
        assertTrap(Trap.Kind.MEMORY, "");
    }

    @Test
    void thereAreNoArgumentsAndNoVariables() throws Exception {
        for (String name : List.of("args_sizes_get", "environ_sizes_get")) {
            serve("wasi", name, "(param i32 i32) (result i32)", """
                    (i32.store (i32.const 100) (i32.const 7)) (i32.store (i32.const 104) (i32.const 7))
                    (if (call $f (i32.const 100) (i32.const 104)) (then (unreachable)))
                    (i32.store (i32.const 100) (i32.add (i32.load (i32.const 100)) (i32.load (i32.const 104))))
                    """);
            assertThat(answer()).as(name).isZero();
        }
    }

    @Test
    void leavingIsATrap() throws Exception {
        serve("wasi", "proc_exit", "(param i32)", "(call $f (i32.const 3))");
        assertTrap(Trap.Kind.HOST, "exit code 3");
    }

    @Test
    void everyOtherFunctionAndAllOfThemWithoutTheGrantAreAbsent() {
        assertAbsent("wasi", "path_open", "(param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)");
        assertAbsent("wasi", "clock_time_get", "(param i32 i64 i32) (result i32)");
        assertAbsent("wasi", "random_get", "(param i32 i32) (result i32)");
        assertAbsent("wasi", "sock_send", "(param i32 i32 i32 i32 i32) (result i32)");
        assertAbsent("kv", "fd_write", "(param i32 i32 i32 i32) (result i32)");
    }

    private void assertAbsent(String grant, String name, String type) {
        assertThatThrownBy(() -> serve(grant, name, type, "(nop)"))
                .isInstanceOfSatisfying(
                        ModuleRefused.class, e -> assertThat(e.code()).isEqualTo(ModuleRefused.Code.UNKNOWN_IMPORT));
    }

    private void assertTrap(Trap.Kind kind, String said) {
        assertThatThrownBy(this::answer)
                .isInstanceOfSatisfying(
                        CartridgeFailed.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(said);
    }

    /** The number at 100 when the call has ended. */
    private int answer() throws InterruptedException {
        byte[] body = shelf.call(SLUG, Request.get("/"), () -> false).body();
        return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private void serve(String grant, String name, String type, String body) throws InterruptedException {
        byte[] wasm = Wat.wasm("""
                (module
                  (import "x402" "response" (func $response (param i32 i32 i32 i32 i32)))
                  (import "wasi_snapshot_preview1" "%s" (func $f %s))
                  (memory (export "memory") 1) (data (i32.const 0) "helloyou")
                  (func (export "x402_alloc") (param i32) (result i32) (i32.const 4096))
                  (func (export "x402_handle") (param i32 i32) %s
                    (call $response (i32.const 200) (i32.const 100) (i32.const 4) (i32.const 0) (i32.const 0))))
                """.formatted(name, type, body));
        String manifest = "{\"slug\":\"wasi\",\"grants\":[\"" + grant + "\"]}";
        shelf.publish(shelf.load(Manifest.parse(manifest.getBytes(StandardCharsets.UTF_8)), wasm));
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
