package stemma.cartridge.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** What a guest cannot do: run on, take more, see what another left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuestTest {
    private static final String COUNT = """
            (module (memory (export "memory") 1)
              (func (export "count") (param $n i32) (result i32) (local $i i32)
                (loop $l (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $l (i32.lt_s (local.get $i) (local.get $n))))
                (local.get $i))
              (func (export "forever") (loop $l (br $l)))
              (func $deep (export "deep") (result i32) (i32.add (i32.const 1) (call $deep)))
              (func $tail (export "tail") (return_call $tail))
              (func (export "crash") (unreachable))
              (func (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
              (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
              (func (export "far") (param i32) (result i32) (i32.load offset=0xfffffff0 (local.get 0)))
              (func (export "fill") (param i32 i32) (memory.fill (local.get 0) (i32.const 7) (local.get 1)))
              (func (export "copy") (param i32 i32 i32)
                (memory.copy (local.get 0) (local.get 1) (local.get 2)))
              (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
              (func (export "growall") (result i32)
                (loop $l (br_if $l (i32.ne (i32.const -1) (memory.grow (i32.const 31)))))
                (memory.size)))
            """;

    private final Bed bed = new Bed();
    private final Linked count = bed.link(Wat.wasm(COUNT, "--enable-tail-call"));

    @AfterAll
    void close() {
        bed.close();
    }

    @Test
    void fuelIsTheSameEveryTimeAndEndsAtTheSamePlace() {
        long used = bed.metered(count, Bed.FUEL, 10_000, "count", 100_000).fuel();
        for (int i = 0; i < 50; i++) {
            assertThat(bed.metered(count, Bed.FUEL, 10_000, "count", 100_000).fuel())
                    .isEqualTo(used);
        }
        assertThat(bed.metered(count, used, 10_000, "count", 100_000).result()).isEqualTo(100_000);
        assertTrap(Trap.Kind.FUEL, () -> bed.metered(count, used - 1, 10_000, "count", 100_000));
    }

    @ParameterizedTest
    @CsvSource({"forever", "tail"})
    void whatRunsForEverRunsOutOfFuel(String export) {
        assertTrap(Trap.Kind.FUEL, () -> bed.metered(count, 1_000_000, 10_000, export));
    }

    @ParameterizedTest
    @CsvSource({"forever", "tail"})
    void whatRunsForEverIsStoppedAtItsDeadline(String export) {
        assertTrap(Trap.Kind.DEADLINE, () -> bed.metered(count, Long.MAX_VALUE / 2, 30, export));
    }

    @Test
    void aStopSwitchEndsACallAndAFreshOneGoesOn() {
        AtomicBoolean stop = new AtomicBoolean();
        assertTrap(
                Trap.Kind.STOPPED,
                () -> bed.on(() -> {
                    Meter meter = new Meter(
                            Long.MAX_VALUE / 2,
                            bed.clock.nanos() + 10_000_000_000L,
                            0,
                            bed.clock,
                            () -> stop.getAndSet(true)); // the second look finds it
                    bed.watch.begin(meter);
                    try (Guest guest = Guest.start(count, bed.pool, meter, bed)) {
                        return guest.call(guest.function("forever").orElseThrow());
                    } finally {
                        bed.watch.end(meter);
                    }
                }));
        assertThat(bed.call(count, "count", 5)).isEqualTo(5);
    }

    @Test
    void recursionEndsInATrap() {
        assertTrap(Trap.Kind.STACK, () -> bed.call(count, "deep"));
        assertThat(bed.call(count, "count", 5)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "crash, 0, 0, UNREACHABLE",
        "divide, 1, 0, ARITHMETIC",
        "divide, -2147483648, -1, ARITHMETIC",
        "load, 65533, 0, MEMORY",
        "load, -1, 0, MEMORY",
        "far, 32, 0, MEMORY",
        "far, 2147483647, 0, MEMORY",
        "fill, 65530, 7, MEMORY",
        "fill, 0, -1, MEMORY",
        "fill, -1, 1, MEMORY"
    })
    void everyTrapHasItsKind(String export, int a, int b, Trap.Kind kind) {
        int takes = export.equals("crash") ? 0 : export.equals("load") || export.equals("far") ? 1 : 2;
        long[] all = {a, b};
        assertTrap(kind, () -> bed.call(count, export, java.util.Arrays.copyOf(all, takes)));
    }

    @Test
    void accessesAtTheEdgeOfMemorySucceed() {
        assertThat(bed.call(count, "load", 65532)).isZero();
        bed.call(count, "fill", 65530, 6);
    }

    @Test
    void memoryGrowsToItsCapAndNoFurther() {
        assertThat(bed.call(count, "grow", 1023)).isEqualTo(1);
        assertThat((int) bed.call(count, "grow", 1024)).isEqualTo(-1);
        assertThat((int) bed.call(count, "grow", -1)).isEqualTo(-1);
        assertThat(bed.call(count, "growall")).as("33 steps of 31").isEqualTo(1024);
    }

    @Test
    void bulkWorkIsPaidBySize() {
        Linked large = bed.link(Wat.wasm(COUNT.replace("\"memory\") 1)", "\"memory\") 1024)"), "--enable-tail-call"));
        long small = bed.metered(large, Bed.FUEL, 10_000, "fill", 0, 512).fuel();
        long much = bed.metered(large, Bed.FUEL, 10_000, "fill", 0, 64 << 20).fuel();
        assertThat(much - small).isEqualTo(((64 << 20) - 512) / FlatMemory.BYTES_PER_UNIT);
        assertTrap(Trap.Kind.FUEL, () -> bed.metered(large, much - 1, 10_000, "fill", 0, 64 << 20));
    }

    @Test
    void copiesThatOverlapAcrossPiecesAreWhole() {
        Random random = new Random(4);
        for (int round = 0; round < 20; round++) {
            FlatMemory memory = new FlatMemory(bed.pool, 64, 64, bed.meter(Bed.FUEL, 10_000));
            byte[] model = new byte[64 * 65536];
            random.nextBytes(model);
            memory.write(0, model, 0, model.length);
            int size = random.nextInt(3 << 20);
            int from = random.nextInt(model.length - size + 1);
            int to = random.nextInt(model.length - size + 1);
            memory.copy(to, from, size);
            System.arraycopy(model, from, model, to, size);
            assertThat(java.util.Arrays.equals(memory.readBytes(0, model.length), model))
                    .isTrue();
        }
    }

    @Test
    void aTableThatGrewInOneInstanceIsNewInTheNext() {
        Linked tables = bed.link(Wat.wasm("""
                (module (memory 1) (table $t 1 funcref)
                  (func (export "grow") (param i32) (result i32)
                    (drop (table.grow $t (ref.null func) (local.get 0))) (table.size $t))
                  (func (export "size") (result i32) (table.size $t)))
                """));
        assertThat(bed.call(tables, "grow", 1_000)).isEqualTo(1_001);
        assertThat(bed.call(tables, "size")).isEqualTo(1);
        assertThat(bed.call(tables, "grow", 99_999)).isEqualTo(100_000);
        assertThat(bed.call(tables, "grow", 100_000)).as("one past the cap").isEqualTo(1);
    }

    @Test
    void aMemoryUsedAgainIsAllZeros() {
        Linked marks = bed.link(Wat.wasm("""
                (module (memory 2)
                  (func (export "mark") (memory.fill (i32.const 0) (i32.const 255) (i32.const 131072)))
                  (func (export "sum") (result i32) (local $i i32) (local $s i32)
                    (loop $l (local.set $s (i32.or (local.get $s) (i32.load (local.get $i))))
                      (local.set $i (i32.add (local.get $i) (i32.const 4)))
                      (br_if $l (i32.lt_u (local.get $i) (i32.const 131072))))
                    (local.get $s)))
                """));
        long before = bed.pool.hits();
        for (int i = 0; i < 10; i++) {
            bed.call(marks, "mark");
            assertThat(bed.call(marks, "sum")).isZero();
        }
        assertThat(bed.pool.hits()).isGreaterThan(before);
    }

    @Test
    void aSnapshotTakesEverythingBack() {
        Linked linked = bed.link(Wat.wasm("""
                (module (memory (export "memory") 1) (global $g (mut i64) (i64.const 5)) (table $t 2 funcref)
                  (data $d "abc") (elem $e func $f) (func $f)
                  (func (export "write") (i32.store (i32.const 8) (i32.const 77)) (global.set $g (i64.const 9))
                    (table.set $t (i32.const 1) (ref.func $f)))
                  (func (export "read") (result i32)
                    (i32.add (i32.load (i32.const 8)) (i32.add (i32.wrap_i64 (global.get $g))
                      (i32.mul (i32.const 1000) (i32.eqz (ref.is_null (table.get $t (i32.const 1))))))))
                  (func (export "growmem") (drop (memory.grow (i32.const 1))))
                  (func (export "size") (result i32) (memory.size))
                  (func (export "growtable") (drop (table.grow $t (ref.null func) (i32.const 1))))
                  (func (export "dropdata") (data.drop $d))
                  (func (export "dropelem") (elem.drop $e)))
                """));
        bed.on(() -> {
            try (Guest guest = Guest.start(linked, bed.pool, bed.meter(Bed.FUEL, 10_000), bed)) {
                Snapshot snapshot = Snapshot.of(guest);
                assertThat(run(guest, "read")).isEqualTo(5);
                run(guest, "write");
                run(guest, "growmem");
                assertThat(run(guest, "read")).isEqualTo(1086);
                assertThat(snapshot.restore(guest)).isTrue();
                assertThat(run(guest, "read")).isEqualTo(5);
                assertThat(run(guest, "size")).isEqualTo(1);
            }
            for (String past : List.of("growtable", "dropdata", "dropelem")) {
                try (Guest guest = Guest.start(linked, bed.pool, bed.meter(Bed.FUEL, 10_000), bed)) {
                    Snapshot snapshot = Snapshot.of(guest);
                    run(guest, past);
                    assertThat(snapshot.restore(guest)).as(past).isFalse();
                    assertThat(guest.broken()).isTrue();
                }
            }
            return 0;
        });
    }

    private static long run(Guest guest, String export) {
        return guest.call(guest.function(export).orElseThrow());
    }

    @Test
    void aHostFunctionSeesMemoryAsItIsAndMayTrap() {
        HostFunction peek = new HostFunction(
                "env", "peek", FunctionType.of(List.of(ValType.I32), List.of(ValType.I32)), (guest, in) -> {
                    if (in[0] == 13) {
                        throw new Trap(Trap.Kind.HOST, "not this one");
                    }
                    return guest.memory().read((int) in[0]);
                });
        Program program = bed.load(Wat.wasm("""
                (module (import "env" "peek" (func $peek (param i32) (result i32))) (memory 1)
                  (func (export "go") (param i32) (result i32) (i32.store8 (i32.const 70) (i32.const 42))
                    (drop (memory.grow (i32.const 1))) (i32.store8 (i32.const 70) (i32.const 43))
                    (call $peek (local.get 0))))
                """));
        Linked linked = Linked.of(program, new Linked.Offer(List.of(peek), Map.of(), ""));
        assertThat(bed.call(linked, "go", 70)).as("written after growing").isEqualTo(43);
        assertTrap(Trap.Kind.HOST, () -> bed.call(linked, "go", 13));
        assertTrap(Trap.Kind.MEMORY, () -> bed.call(linked, "go", 1 << 20));
    }

    @Test
    void objectsAreMeteredWhetherOrNotTheyAreKept() {
        // (type (array (mut i8))) (func (export "make") (param i32) (loop (drop (array.new_default 0 ..)) (br 0)))
        byte[] makes = HexFormat.of()
                .parseHex("0061736d01000000" + "0108025e780160017f00" + "03020101" + "0503010001"
                        + "0708" + "01046d616b650000"
                        + "0a0f010d000340" + "2000fb07001a" + "0c000b0b");
        Program program = bed.load(makes);
        assertThat(program.makesObjects()).isTrue();
        Linked linked = Linked.of(program, Bed.NOTHING);
        assertTrap(Trap.Kind.ALLOCATION, () -> bed.call(linked, "make", 1 << 20));
        assertTrap(Trap.Kind.ALLOCATION, () -> bed.call(linked, "make", -1));
        assertTrap(Trap.Kind.ALLOCATION, () -> bed.call(linked, "make", 0));
    }

    private static void assertTrap(Trap.Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Trap.class,
                        trap -> assertThat(trap.kind()).as(trap.getMessage()).isEqualTo(kind));
    }
}
