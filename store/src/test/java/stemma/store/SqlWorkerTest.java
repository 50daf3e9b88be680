package stemma.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SqlWorkerTest {
    private static final int ROUNDS = 300;
    private static final int CALLERS = 6;

    private static SqlWorker worker(int waitingMax) {
        return new SqlWorker(
                "worker-of-test",
                () -> DriverManager.getConnection("jdbc:sqlite::memory:"),
                e -> new StoreFailed("refused", e),
                waitingMax);
    }

    /** Whoever comes while it closes is served or refused, and never left waiting. */
    @Test
    void aCloseLeavesNobodyWaiting() throws InterruptedException {
        AtomicInteger refused = new AtomicInteger();
        for (int round = 0; round < ROUNDS; round++) {
            SqlWorker worker = worker(1 + round % 3);
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(Thread.ofVirtual().start(() -> {
                    try {
                        while (worker.run(connection -> true)) {
                            Thread.onSpinWait();
                        }
                    } catch (StoreFailed e) {
                        refused.incrementAndGet();
                    }
                }));
            }
            callers.add(Thread.ofVirtual().start(worker::close));
            callers.add(Thread.ofVirtual().start(worker::close));
            for (Thread caller : callers) {
                assertThat(caller.join(Duration.ofSeconds(20)))
                        .as("round %d", round)
                        .isTrue();
            }
        }
        assertThat(refused).hasValue(ROUNDS * CALLERS);
    }

    @Test
    void aClosedOneRefusesAndClosesAgain() {
        SqlWorker worker = worker(1);
        assertThat(worker.<Integer>run(connection -> 1)).isEqualTo(1);
        worker.close();
        assertThatThrownBy(() -> worker.run(connection -> 1))
                .isInstanceOf(StoreFailed.class)
                .hasMessageContaining("closed");
        worker.close();
    }
}
