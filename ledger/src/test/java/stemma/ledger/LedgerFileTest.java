package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Log;
import stemma.core.LogFailed;
import stemma.store.FaultyDisk;
import stemma.store.LocalDisk;

@Timeout(120)
class LedgerFileTest {
    @Test
    void keepsEntriesAcrossOpenings(@TempDir Path home) {
        Path folder = home.resolve("ledger");
        for (int round = 0; round < 4; round++) {
            try (LedgerFile ledger = LedgerFile.open(
                    new LocalDisk(), folder, Fixture.SIGNER, stemma.core.Clock.system(), Fixture.salts(), 20_000)) {
                assertThat(ledger.damage()).isEmpty();
                assertThat(ledger.recovery()).isEmpty();
                assertThat(ledger.size()).isEqualTo(round * 333L);
                Fixture.fill(ledger, round * 333L, (round + 1) * 333L);
                for (long i = 0; i < ledger.size(); i += 41) {
                    assertThat(ledger.entry(i).bytes()).isEqualTo(Fixture.entry(i));
                }
            }
        }
        VerifyReport report = LedgerVerify.verify(new LocalDisk(), folder, Fixture.SIGNER.verifier(), Optional.empty());
        assertThat(report.findings()).isEmpty();
        assertThat(report.signedSize()).isEqualTo(1332);
    }

    @Test
    void readsForwardBackwardAndInPages() {
        try (LedgerFile ledger = Fixture.open(new FaultyDisk(), 5_000)) {
            Fixture.fill(ledger, 0, 1_000);
            List<Long> seen = new ArrayList<>();
            ledger.forward(250, 770, e -> seen.add(e.index()) && e.index() < 600);
            assertThat(seen).hasSize(351).startsWith(250L).endsWith(600L);
            seen.clear();
            ledger.backward(100, 1_000, e -> seen.add(e.index()));
            assertThat(seen).hasSize(900).startsWith(999L).endsWith(100L);
            assertThat(ledger.page(990, 50)).hasSize(10);
            assertThat(ledger.page(0, 5_000)).hasSize(1_000);
            assertThatThrownBy(() -> ledger.entry(1_000)).isInstanceOf(LedgerFailed.class);
        }
    }

    @Test
    void takesEntriesUpToTheLimit() {
        try (LedgerFile ledger = Fixture.open(new FaultyDisk())) {
            byte[] largest = new byte[Log.ENTRY_BYTES_MAX];
            long index = ledger.append(largest);
            ledger.awaitDurable(index);
            assertThat(ledger.entry(index).bytes()).isEqualTo(largest);
            assertThatThrownBy(() -> ledger.append(new byte[Log.ENTRY_BYTES_MAX + 1]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger.append(new byte[0])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger.awaitDurable(7)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void commitsWithoutBeingAwaited() throws InterruptedException {
        try (LedgerFile ledger = Fixture.open(new FaultyDisk())) {
            Follower follower = ledger.follow(0);
            ledger.append(Fixture.entry(0));
            assertThat(follower.poll(10, 30_000)).hasSize(1);
            assertThat(follower.poll(10, 1)).isEmpty();
        }
    }

    @Test
    void aFollowerMissesNothing() throws InterruptedException {
        try (LedgerFile ledger = Fixture.open(new FaultyDisk())) {
            Thread writer = Thread.ofVirtual().start(() -> Fixture.fill(ledger, 0, 5_000));
            Follower follower = ledger.follow(0);
            long next = 0;
            while (next < 5_000) {
                for (LoggedEntry entry : follower.poll(64, 30_000)) {
                    assertThat(entry.index()).isEqualTo(next);
                    assertThat(entry.bytes()).isEqualTo(Fixture.entry(next));
                    next++;
                }
            }
            writer.join();
        }
    }

    @Test
    void manyCallersGetDistinctIndexes() throws InterruptedException {
        FaultyDisk disk = new FaultyDisk();
        try (LedgerFile ledger = Fixture.open(disk, 50_000)) {
            List<Thread> callers = new ArrayList<>();
            for (int c = 0; c < 32; c++) {
                String name = "caller " + c;
                callers.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 50; i++) {
                        byte[] entry = (name + " " + i).getBytes(StandardCharsets.UTF_8);
                        long index = ledger.append(entry);
                        ledger.awaitDurable(index);
                        assertThat(ledger.entry(index).bytes()).isEqualTo(entry);
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(ledger.size()).isEqualTo(1_600);
        }
        assertThat(LedgerVerify.verify(disk, Fixture.FOLDER, Fixture.SIGNER.verifier(), Optional.empty())
                        .findings())
                .isEmpty();
    }

    @Test
    void anInterruptIsKeptNotObeyed() {
        try (LedgerFile ledger = Fixture.open(new FaultyDisk())) {
            Thread.currentThread().interrupt();
            long index = ledger.append(Fixture.entry(0));
            ledger.awaitDurable(index);
            assertThat(ledger.entry(index).bytes()).isEqualTo(Fixture.entry(0));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aFullDiskEndsTheLogAndLosesNothing() {
        FaultyDisk disk = new FaultyDisk();
        long kept = 0;
        LedgerFile ledger = Fixture.open(disk);
        disk.fullAfter(20_000);
        try {
            for (; kept < 1_000; kept++) {
                ledger.awaitDurable(ledger.append(Fixture.entry(kept)));
            }
        } catch (LogFailed e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        assertThat(kept).isBetween(10L, 999L);
        assertThatThrownBy(() -> ledger.append(Fixture.entry(0))).isInstanceOf(LogFailed.class);
        assertThatThrownBy(ledger::checkpoint).isInstanceOf(LogFailed.class);
        ledger.close();
        FaultyDisk later = disk.copy();
        try (LedgerFile again = Fixture.open(later)) {
            assertThat(again.damage()).isEmpty();
            assertThat(again.size()).isGreaterThanOrEqualTo(kept);
            Fixture.fill(again, again.size(), again.size() + 10);
        }
    }

    @Test
    void aClosedLogRefuses() {
        LedgerFile ledger = Fixture.open(new FaultyDisk());
        long index = ledger.append(Fixture.entry(0));
        ledger.close();
        ledger.awaitDurable(index);
        assertThatThrownBy(() -> ledger.append(Fixture.entry(1))).isInstanceOf(LogFailed.class);
        assertThatThrownBy(ledger::checkpoint).isInstanceOf(LogFailed.class);
        ledger.close();
    }

    @Test
    void openingReadsLittleOfALongLedger() {
        FaultyDisk disk = new FaultyDisk();
        try (LedgerFile ledger = Fixture.open(disk)) {
            Fixture.fill(ledger, 0, 10_000);
        }
        disk.forgetReads();
        try (LedgerFile ledger = Fixture.open(disk)) {
            assertThat(ledger.size()).isEqualTo(10_000);
        }
        assertThat(disk.bytesRead()).isLessThan(600_000).isPositive();
    }
}
