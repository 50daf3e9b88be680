package stemma.cartridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stemma.cartridge.engine.EngineThreads;
import stemma.cartridge.engine.MeterWatch;
import stemma.cartridge.engine.Wat;
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

    private final List<Entry> log = new ArrayList<>();

    @Test
    void aHundredCallsAreOneReceipt() throws Exception {
        try (Gate gate = gate(act -> new Verdict.Allow("test"));
                Shelf shelf = shelf("")) {
            long fuel = 0;
            try (Leases leases = new Leases(gate, shelf, Threads.system())) {
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
                Leases leases = new Leases(gate, shelf, Threads.system())) {
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
                Leases leases = new Leases(gate, shelf, Threads.system())) {
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
        Performers.Builder performers = Performers.builder();
        Leases.register(performers);
        return Gate.open(
                new Gate.Ports(policy, new NoPurses(), new Kept(), Clock.system()),
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

    private static final class NoPurses implements Purses {
        @Override
        public Optional<String> reserve(ActId id, String purse, Cost estimate) {
            return Optional.empty();
        }

        @Override
        public void settle(ActId id, Cost spent) {
            // nothing was set aside
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
