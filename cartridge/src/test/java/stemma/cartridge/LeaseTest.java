package stemma.cartridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stemma.cartridge.engine.EngineThreads;
import stemma.cartridge.engine.MeterWatch;
import stemma.cartridge.engine.Wat;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.ActRefused;
import stemma.core.Actor;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Gate;
import stemma.core.Log;
import stemma.core.Performers;
import stemma.core.Policy;
import stemma.core.Provenance;
import stemma.core.Purses;
import stemma.core.Receipt;
import stemma.core.Recovered;
import stemma.core.Threads;
import stemma.core.Verdict;

/** Many calls are one act: one intent, one receipt, with the count, the fuel and the chain. */
final class LeaseTest {
    private static final String HELLO = """
            (module (import "x402" "response" (func $r (param i32 i32 i32 i32 i32))) (memory (export "memory") 1)
              (func (export "x402_handle") (param i32 i32) %s
                (call $r (i32.const 200) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0))))
            """;

    private static final long FULL_CALL = CartridgeLimits.standard().fuelUnitsMax();

    private final List<Entry> log = new ArrayList<>();

    @Test
    void aHundredCallsAreOneReceipt() throws Exception {
        try (Gate gate = gate(act -> new Verdict.Allow("test"));
                Shelf shelf = shelf("")) {
            long fuel = 0;
            try (Leases leases = leases(gate, shelf)) {
                for (int i = 0; i < 100; i++) {
                    fuel += leases.call(new Slug("hello"), Request.get("/" + i)).fuel();
                }
            }
            List<Receipt> receipts = receipts();
            assertThat(receipts).hasSize(1);
            Receipt receipt = receipts.getFirst();
            assertThat(receipt.ending()).isEqualTo(Ending.DONE);
            assertThat(receipt.spends()).isEqualTo(100);
            assertThat(receipt.chain()).isPresent();
            assertThat(receipt.spent()).isEqualTo(new Cost(0, 0, 0, fuel));
            assertThat(receipt.evidence().longNumber("calls")).isEqualTo(100);
            assertThat(receipt.evidence().longNumber("fuel")).isEqualTo(fuel).isPositive();
        }
    }

    @Test
    void aCallThatIsNotAllowedDoesNotRun() {
        try (Gate gate = gate(act -> new Verdict.Deny("test", "not today"));
                Shelf shelf = shelf("");
                Leases leases = leases(gate, shelf)) {
            assertThatThrownBy(() -> leases.call(new Slug("hello"), Request.get("/")))
                    .isInstanceOf(ActRefused.class)
                    .hasMessageContaining("not today");
            assertThat(receipts()).allMatch(receipt -> receipt.spends() == 0);
        }
    }

    @Test
    void theKillSwitchEndsARunningCallAndLetsNoneBegin() throws Exception {
        try (Gate gate = gate(act -> new Verdict.Allow("test"));
                Shelf shelf = shelf("(loop $l (br $l))");
                Leases leases = leases(gate, shelf)) {
            Thread halting = Thread.ofPlatform().start(() -> {
                while (log().noneMatch(Entry.Intent.class::isInstance)) {
                    Thread.onSpinWait();
                }
                gate.halt(Actor.operator("test"), "enough");
            });
            assertThatThrownBy(() -> leases.call(new Slug("hello"), Request.get("/")))
                    .isInstanceOfAny(CartridgeFailed.class, ActRefused.class);
            halting.join();
            assertThatThrownBy(() -> leases.call(new Slug("hello"), Request.get("/")))
                    .isInstanceOf(ActRefused.class)
                    .hasMessageContaining("kill switch");
            gate.release(Actor.operator("test"), "again");
        }
    }

    @Test
    void aPurseSmallerThanALeaseStillLetsCallsIn() throws Exception {
        Purse purse = new Purse(3 * FULL_CALL);
        try (Gate gate = gate(act -> new Verdict.Allow("test"), purse);
                Shelf shelf = shelf("")) {
            shelf.publish(shelf.load(Manifest.plain(new Slug("beside")), Wat.wasm(HELLO.replace("%s", ""))));
            long fuel = 0;
            try (Leases leases = new Leases(gate, shelf, purse::left, Clock.system(), Threads.system())) {
                for (int i = 0; i < 20; i++) {
                    fuel += leases.call(new Slug("hello"), Request.get("/")).fuel();
                    fuel += leases.call(new Slug("beside"), Request.get("/")).fuel();
                }
            }
            assertThat(receipts()).allMatch(receipt -> receipt.ending() == Ending.DONE);
            assertThat(purse.left()).isEqualTo(3 * FULL_CALL - fuel);
        }
    }

    @Test
    void oneFullCallIsTheLeastThatIsSetAside() throws Exception {
        Purse enough = new Purse(FULL_CALL);
        try (Gate gate = gate(act -> new Verdict.Allow("test"), enough);
                Shelf shelf = shelf("");
                Leases leases = new Leases(gate, shelf, enough::left, Clock.system(), Threads.system())) {
            assertThat(leases.call(new Slug("hello"), Request.get("/")).status())
                    .isEqualTo(200);
            assertThatThrownBy(() -> leases.call(new Slug("hello"), Request.get("/")))
                    .isInstanceOf(ActRefused.class)
                    .hasMessageContaining("too empty");
        }
        Purse less = new Purse(FULL_CALL - 1);
        try (Gate gate = gate(act -> new Verdict.Allow("test"), less);
                Shelf shelf = shelf("");
                Leases leases = new Leases(gate, shelf, less::left, Clock.system(), Threads.system())) {
            assertThatThrownBy(() -> leases.call(new Slug("hello"), Request.get("/")))
                    .isInstanceOf(ActRefused.class)
                    .hasMessageContaining("too empty");
        }
    }

    @Test
    void aLeaseLastsAsLongAsTheClockSays() {
        Stepped time = new Stepped();
        Lease lease = new Lease(new Slug("hello"), FULL_CALL, time, time);
        try (Gate gate = gate(act -> new Verdict.Allow("test"))) {
            Act act = Act.of(Leases.CALL, "hello", Actor.node("test"), Provenance.NODE)
                    .leased(1);
            assertThat(gate.perform(Leases.CALL, act, lease).orThrow()).isEqualTo(new Lease.Sum(0, 0, 0));
        }
        assertThat(time.millis()).isEqualTo(Leases.LEASE_MILLIS);
    }

    private static Leases leases(Gate gate, Shelf shelf) {
        return new Leases(gate, shelf, () -> Cost.UNIT_MAX, Clock.system(), Threads.system());
    }

    private Stream<Entry> log() {
        synchronized (log) {
            return List.copyOf(log).stream();
        }
    }

    private List<Receipt> receipts() {
        return log().filter(Receipt.class::isInstance).map(Receipt.class::cast).toList();
    }

    private static Shelf shelf(String before) {
        Shelf shelf = new Shelf(
                new EngineThreads(2),
                new MeterWatch(Threads.system()),
                new HostPorts(Clock.system(), count -> new byte[count], Optional.empty()),
                new Nothing());
        try {
            shelf.publish(shelf.load(Manifest.plain(new Slug("hello")), Wat.wasm(HELLO.replace("%s", before))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return shelf;
    }

    private Gate gate(Policy policy) {
        return gate(policy, new Purse(Cost.UNIT_MAX));
    }

    private Gate gate(Policy policy, Purses purses) {
        Performers.Builder performers = Performers.builder();
        Leases.register(performers);
        return Gate.open(
                new Gate.Ports(policy, purses, new Kept(), Clock.system()),
                performers.build(),
                Recovered.NOTHING,
                "test");
    }

    private final class Kept implements Log {
        @Override
        public long append(byte[] entry) {
            synchronized (log) {
                log.add(EntryCodec.parse(entry));
                return log.size() - 1L;
            }
        }

        @Override
        public void awaitDurable(long index) {
            // what is in memory is as durable as this test needs
        }
    }

    /** One purse with a limit on fuel. */
    private static final class Purse implements Purses {
        private final Map<ActId, Long> reserved = new HashMap<>();
        private long free;

        Purse(long units) {
            free = units;
        }

        @Override
        public synchronized Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
            if (estimate.fuel() > free) {
                return Optional.of("the purse is too empty");
            }
            free -= estimate.fuel();
            reserved.put(id, estimate.fuel());
            return Optional.empty();
        }

        @Override
        public synchronized void settle(ActId id, Cost spent) {
            Optional.ofNullable(reserved.remove(id)).ifPresent(aside -> free += aside - spent.fuel());
        }

        synchronized long left() {
            return free;
        }
    }

    /** Time that passes only while somebody rests. */
    private static final class Stepped implements Clock, Threads {
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long millis() {
            return nanos.get() / 1_000_000;
        }

        @Override
        public long nanos() {
            return nanos.get();
        }

        @Override
        public Thread thread(String name, Runnable body) {
            throw new UnsupportedOperationException("nothing here starts a thread");
        }

        @Override
        public void start(Thread thread) {
            throw new UnsupportedOperationException("nothing here starts a thread");
        }

        @Override
        public void rest() {
            throw new UnsupportedOperationException("nothing here runs that could be waited for");
        }

        @Override
        public void rest(long nanosMax) {
            nanos.addAndGet(nanosMax);
        }

        @Override
        public void rouse(Thread thread) {
            // whoever rests here is roused by time
        }

        @Override
        public void join(Thread thread) {
            throw new UnsupportedOperationException("nothing here starts a thread");
        }
    }

    private static final class Nothing implements KvPort {
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
            // there is nothing to drop
        }
    }
}
