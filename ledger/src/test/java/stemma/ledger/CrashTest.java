package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import stemma.core.LogFailed;
import stemma.store.FaultyDisk;
import stemma.store.StoreFailed;

/** The power goes at every change the ledger makes to its disk; what was acknowledged must be there. */
@Timeout(120)
class CrashTest {
    private static final int SEEDS = Fixture.DEEP ? 40 : 4;
    private static final int CHANGES_MAX = 2_000;

    @Test
    void noAcknowledgedEntryIsLostWhereverThePowerGoes(TestReporter reporter) {
        long cuts = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            int at = 1;
            while (at < CHANGES_MAX && crashed(at, new Random(seed * 10_007L + at))) {
                at++;
            }
            assertThat(at).as("the run ends within the crash points tried").isBetween(40, CHANGES_MAX - 1);
            cuts += at - 1;
        }
        Fixture.shown(reporter, "power-cuts", cuts, "power cuts");
    }

    /** Runs until the power goes at that change; false when the run ended before. */
    private static boolean crashed(int at, Random random) {
        FaultyDisk disk = new FaultyDisk();
        disk.powerOffAfter(at);
        long acknowledged = 0;
        boolean off = false;
        try (LedgerFile ledger = Fixture.open(disk, 6_000)) {
            long appended = 0;
            while (appended < 900) {
                int group = 1 + random.nextInt(80);
                for (int i = 0; i < group; i++) {
                    ledger.append(Fixture.entry(appended++));
                }
                ledger.awaitDurable(appended - 1);
                acknowledged = appended;
                if (random.nextInt(4) == 0) {
                    ledger.checkpoint();
                }
            }
        } catch (LogFailed | StoreFailed e) {
            off = true;
        }
        off |= disk.changes() >= at;
        recovers(disk.survivor(random), acknowledged, random);
        return off;
    }

    private static void recovers(FaultyDisk disk, long acknowledged, Random random) {
        assertThat(verified(disk).alarm())
                .as("what a crash leaves is no tampering")
                .isEmpty();
        // The machine fails again while it recovers, and only then comes up for good.
        disk.powerOffAfter(1 + random.nextInt(6));
        try (LedgerFile ledger = Fixture.open(disk, 6_000)) {
            assertThat(ledger.damage()).isEmpty();
        } catch (LogFailed | StoreFailed e) {
            assertThat(e).hasMessageContaining("power");
        }
        FaultyDisk later = disk.survivor(random);
        try (LedgerFile ledger = Fixture.open(later, 6_000)) {
            assertThat(ledger.damage()).as("%s", ledger.recovery()).isEmpty();
            assertThat(ledger.size()).isGreaterThanOrEqualTo(acknowledged);
            ledger.forward(0, ledger.size(), e -> {
                assertThat(e.bytes()).isEqualTo(Fixture.entry(e.index()));
                return true;
            });
            Fixture.fill(ledger, ledger.size(), ledger.size() + 3);
        }
        assertThat(verified(later).findings()).isEmpty();
    }

    private static VerifyReport verified(FaultyDisk disk) {
        return LedgerVerify.verify(disk, Fixture.FOLDER, Fixture.SIGNER.verifier(), Optional.empty());
    }

    @Test
    void whatCrashesCutOffIsKeptOnlyAFewTimes() {
        FaultyDisk disk = new FaultyDisk();
        LedgerFolder folder = new LedgerFolder(disk, Fixture.FOLDER);
        for (int crash = 1; crash <= Recovery.CUT_FILES_MAX + 2; crash++) {
            try (LedgerFile ledger = Fixture.open(disk)) {
                Fixture.fill(ledger, ledger.size(), ledger.size() + 1);
            }
            disk.append(folder.segments().getLast().file()).append(ByteBuffer.wrap(new byte[] {(byte) crash, 1}));
            Fixture.open(disk).close();
            assertThat(folder.cuts()).hasSize(Math.min(crash, Recovery.CUT_FILES_MAX));
        }
        assertThat(disk.content(folder.cuts().getLast(), 9)).contains(new byte[] {Recovery.CUT_FILES_MAX + 2, 1});
    }
}
