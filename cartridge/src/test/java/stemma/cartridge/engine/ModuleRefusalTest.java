package stemma.cartridge.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import stemma.cartridge.engine.ModuleRefused.Code;

/** Every module that cannot be run is refused with a code and a place, before anything of it runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModuleRefusalTest {
    private final Bed bed = new Bed();

    @AfterAll
    void close() {
        bed.close();
    }

    @Test
    void whatIsNotAModule() {
        assertRefused("#!/bin/sh\necho".getBytes(StandardCharsets.UTF_8), Code.NOT_WASM, 0);
        assertRefused(new byte[0], Code.NOT_WASM, 0);
        assertRefused(new byte[] {0, 'a', 's', 'M'}, Code.NOT_WASM, 3);
        assertRefused(new byte[] {0, 'a', 's'}, Code.TRUNCATED, 3);
        assertRefused(new byte[] {0, 'a', 's', 'm', 13, 0, 1, 0}, Code.COMPONENT, 4);
        assertRefused(new byte[] {0, 'a', 's', 'm', 2, 0, 0, 0}, Code.UNSUPPORTED, 4);
    }

    @Test
    void aModuleCutAnywhereIsRefused() {
        byte[] whole = Wat.wasm("(module (memory 1) (func (export \"f\") (nop)))");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> bed.load(cut)).as("cut at %d", length).isInstanceOf(ModuleRefused.class);
        }
    }

    @Test
    void damageIsRefusedOrHarmlessAndNeverAnythingElse() {
        byte[] whole = Wat.wasm("""
                (module (import "a" "b" (func (param i32))) (memory 1 2) (table 2 funcref)
                  (global (mut i32) (i32.const 1))
                  (data (i32.const 0) "abc") (func (export "f") (result i32) (local i64)
                    (block (loop (br_if 1 (i32.const 1)))) (i32.load (i32.const 4))))
                """);
        Random random = new Random(11);
        for (int round = 0; round < 600; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                damaged[8 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt();
            }
            try {
                bed.load(damaged);
            } catch (ModuleRefused e) {
                assertThat(e.position()).isBetween(0L, (long) damaged.length);
            }
        }
    }

    @Test
    void whatACartridgeDoesNotGet() {
        byte[] vectors = Wat.wasm("(module (memory 1) (func (drop (v128.const i32x4 0 0 0 0))))");
        assertRefused(vectors, Code.SIMD, indexOf(vectors, 0xfd));
        byte[] local = Wat.wasm("(module (memory 1) (func (local v128)))");
        assertRefused(local, Code.SIMD, indexOf(local, 10));
        assertRefused(Wat.wasm("(module (memory 1 2 shared))", "--enable-threads"), Code.THREADS, 11);
        byte[] atomic =
                Wat.wasm("(module (memory 1) (func (drop (i32.atomic.load (i32.const 0)))))", "--enable-threads");
        assertRefused(atomic, Code.THREADS, indexOf(atomic, 0xfe));
        assertRefused(Wat.wasm("(module)"), Code.MEMORY, 8);
        assertRefused(Wat.wasm("(module (memory 1) (memory 1))", "--enable-multi-memory"), Code.TOO_MANY, 10);
        assertRefused(Wat.wasm("(module (memory i64 1))", "--enable-memory64"), Code.UNSUPPORTED, 11);
    }

    private static int indexOf(byte[] module, int octet) {
        int at = 8;
        while ((module[at] & 0xff) != octet) {
            at++;
        }
        return at;
    }

    @Test
    void memoryAtTheCapIsTakenAndOnePageMoreIsNot() {
        assertThatCode(() -> bed.load(Wat.wasm("(module (memory 1024))"))).doesNotThrowAnyException();
        assertRefused(Wat.wasm("(module (memory 1025))"), Code.MEMORY_TOO_LARGE, 11);
        assertRefused(Wat.wasm("(module (memory 65536))"), Code.MEMORY_TOO_LARGE, 11);
    }

    @Test
    void aModuleAtTheSizeLimitIsTakenAndOneByteMoreIsNot() {
        byte[] small = Wat.wasm("(module (memory 1))");
        int most = ModuleLimits.standard().moduleBytesMax();
        assertThatCode(() -> bed.load(padded(small, most))).doesNotThrowAnyException();
        assertRefused(padded(small, most + 1), Code.TOO_LARGE, most);
        assertRefused(padded(small, 100 << 20), Code.TOO_LARGE, most);
    }

    /** The module with a custom section that makes it so long. */
    private static byte[] padded(byte[] module, int length) {
        byte[] padded = Arrays.copyOf(module, length);
        int size = length - module.length - 6;
        padded[module.length] = 0;
        for (int i = 0; i < 5; i++) {
            padded[module.length + 1 + i] = (byte) (((size >>> (7 * i)) & 0x7f) | (i < 4 ? 0x80 : 0));
        }
        return padded;
    }

    @Test
    void importsAreCountedBeforeTheyAreRead() {
        String one = "(import \"a\" \"b\" (func))";
        int most = ModuleLimits.standard().importsMax();
        assertThatCode(() -> bed.load(Wat.wasm("(module " + one.repeat(most) + "(memory 1))")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> bed.load(Wat.wasm("(module " + one.repeat(most + 1) + "(memory 1))")))
                .isInstanceOfSatisfying(
                        ModuleRefused.class, e -> assertThat(e.code()).isEqualTo(Code.TOO_MANY));
        byte[] claim = {0, 'a', 's', 'm', 1, 0, 0, 0, 2, 5, -1, -1, -1, -1, 15};
        assertRefused(claim, Code.TOO_MANY, 10);
    }

    @Test
    void aTableOneEntryPastTheLimitIsRefused() {
        assertThatCode(() -> bed.load(Wat.wasm("(module (memory 1) (table 100000 funcref))")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> bed.load(Wat.wasm("(module (memory 1) (table 100001 funcref))")))
                .hasMessageContaining("too-many");
    }

    @Test
    void anImportThatNobodyOffersIsNamedWithItsPlace() {
        Program program = bed.load(Wat.wasm("(module (import \"env\" \"fork\" (func)) (memory 1))"));
        assertThatThrownBy(() -> Linked.of(program, Bed.NOTHING)).isInstanceOfSatisfying(ModuleRefused.class, e -> {
            assertThat(e.code()).isEqualTo(Code.UNKNOWN_IMPORT);
            assertThat(e.position()).isEqualTo(17);
            assertThat(e).hasMessageContaining("env.fork");
        });
    }

    @Test
    void aStartFunctionThatLoopsIsStopped() {
        Linked loops = bed.link(Wat.wasm("(module (memory 1) (func $f (loop $l (br $l))) (start $f))"));
        assertThatThrownBy(() -> bed.metered(loops, 100_000, 10_000, "f"))
                .isInstanceOfSatisfying(Trap.class, e -> assertThat(e.kind()).isEqualTo(Trap.Kind.FUEL));
    }

    @Test
    void aDataSegmentOutsideMemoryIsATrap() {
        Linked outside = bed.link(Wat.wasm("(module (memory 1) (data (i32.const 65535) \"ab\"))"));
        assertThatThrownBy(() -> bed.metered(outside, 100_000, 10_000, "f")).isInstanceOf(Trap.class);
    }

    private void assertRefused(byte[] module, Code code, long position) {
        assertThatThrownBy(() -> bed.load(module)).isInstanceOfSatisfying(ModuleRefused.class, e -> {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
            assertThat(e.position()).as(e.getMessage()).isEqualTo(position);
        });
    }
}
