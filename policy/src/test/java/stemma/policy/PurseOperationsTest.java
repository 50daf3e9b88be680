package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActId;
import stemma.core.ActRefused;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.core.Performers;
import stemma.core.Recovered;
import stemma.core.Refusal;
import stemma.store.StateDb;
import stemma.store.StateFile;

class PurseOperationsTest {
    private static final long MOST = 50_000;
    private static final Map<String, Cost> LIMITS =
            Map.of("day", new Cost(MOST, Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX));

    private final PurseBook book = new PurseBook(LIMITS, Clock.system());
    private final MemoryLog log = new MemoryLog();
    private final Gate gate = gate();
    private final PurseOperations operations = new PurseOperations(gate, book);

    private Gate gate() {
        Performers.Builder performers = Performers.builder();
        PurseOperations.register(performers, book);
        Gate.Ports ports = new Gate.Ports(Home.defaults(), book, log, Clock.system());
        return Gate.open(ports, performers.build(), Recovered.NOTHING, "test");
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void aFreshNodeShowsItsLimitAndNoPurseOfAGoal() {
        assertThat(operations.list().purses())
                .containsExactly(
                        new PurseOperations.PurseView("node", 0, "whole life", List.of()),
                        new PurseOperations.PurseView(
                                "day", 1, "day", List.of(new PurseOperations.Unit("tokens", 0, 0, MOST))));
        assertThat(text()).isEqualTo("""
                node    any unit  0 spent  0 set aside  no limit
                └─ day  tokens    0 spent  0 set aside  50,000 of 50,000 left today""");
    }

    @Test
    void theListIsATree() {
        ActId ended = ActId.parse("1.1");
        long now = Clock.system().millis();
        assertThat(book.reserve(ended, "goal:1.7/ada", Cost.tokens(300), now)).isEmpty();
        book.settle(ended, Cost.tokens(120));
        assertThat(book.reserve(ActId.parse("1.2"), "goal:1.7", new Cost(1_000, 0, 50, 0), now))
                .isEmpty();
        assertThat(book.reserve(ActId.parse("1.3"), "goal:1.70", Cost.tokens(1), now))
                .isEmpty();
        book.limit("goal", new Cost(2_000, Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX));
        assertThat(text()).isEqualTo("""
                node                   tokens       120 spent  1,001 set aside  no limit
                                       ms in a box  0 spent    50 set aside     no limit
                └─ day                 tokens       120 spent  1,001 set aside  48,879 of 50,000 left today
                                       ms in a box  0 spent    50 set aside     no limit
                   ├─ each goal        tokens                                   2,000 at most
                   ├─ goal:1.7         tokens       120 spent  1,000 set aside  880 of 2,000 left
                   │                   ms in a box  0 spent    50 set aside     no limit
                   │  └─ goal:1.7/ada  tokens       120 spent  0 set aside      no limit
                   └─ goal:1.70        tokens       0 spent    1 set aside      1,999 of 2,000 left""");
    }

    @Test
    void aLimitIsSetByAnActOfAnOperatorAndSurvivesInTheTable(@TempDir Path temp) {
        set("goal", "tokens", "700", Actor.operator("cli"));
        set("goal", "time", "60000", Actor.operator("cli"));
        assertThat(book.standing("goal:9.9").left()).isEqualTo("700 of 700 tokens, 60,000 of 60,000 ms in a box");
        set("goal", "tokens", "none", Actor.operator("cli"));
        assertThat(book.standing("goal:9.9").left()).isEqualTo("60,000 of 60,000 ms in a box");
        assertThatThrownBy(() -> set("goal", "tokens", "9", Actor.parse("goal:1.1")))
                .isInstanceOf(ActRefused.class)
                .hasMessageContaining("only an operator says who answers, and what may be spent");
        PurseBook again = new PurseBook(LIMITS, Clock.system());
        try (StateDb db = StateFile.open(temp.resolve("state.db"), temp, List.of())) {
            PurseProjection projection = new PurseProjection();
            db.write(sql -> {
                projection.create(sql);
                for (int i = 0; i < log.entries().size(); i++) {
                    projection.apply(sql, i, log.entries().get(i));
                }
                PurseProjection.load(sql, again);
                return 0;
            });
        }
        assertThat(again.standing("goal:9.9")).isEqualTo(book.standing("goal:9.9"));
    }

    @Test
    void whatIsNoPurseNoUnitOrNoAmountIsSaid() {
        assertThatThrownBy(() -> set("goals", "tokens", "1", Actor.operator("cli")))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("'goals' is no purse; they are node, day, goal (each goal)");
        assertThatThrownBy(() -> set("goal", "hours", "1", Actor.operator("cli")))
                .hasMessage("'hours' is no unit of a purse; they are tokens, money, time, fuel");
        assertThatThrownBy(() -> set("goal", "fuel", "-1", Actor.operator("cli")))
                .hasMessageStartingWith("'-1' is no limit");
        assertThatThrownBy(() -> set("goal", "fuel", "1234567890123456", Actor.operator("cli")))
                .hasMessageContaining("at most 15 digits");
        assertThat(set("goal", "fuel", "999999999999999", Actor.operator("cli")).name())
                .isEqualTo("each goal");
    }

    private PurseOperations.PurseView set(String purse, String unit, String most, Actor by) {
        return operations.set(new PurseOperations.Limit(purse, unit, most), new Call(by, line -> {}));
    }

    private String text() {
        Operation<?, ?> list = PurseOperations.all(() -> operations).getFirst();
        return said(list);
    }

    private static <I extends Record, O extends Record> String said(Operation<I, O> list) {
        try {
            I nothing = list.input().cast(new Operation.Nothing());
            Call call = new Call(Actor.operator("test"), line -> {});
            return list.text().apply(list.handler().handle(nothing, call));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
