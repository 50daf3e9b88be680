package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Cost;
import stemma.core.Done;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Recovered;
import stemma.core.Verdict;
import stemma.store.StateDb;
import stemma.store.StateFile;

class PurseBookTest {
    private static final Op<String, String> ASK = Op.effect("model.ask");
    private static final long DAY = 24 * 60 * 60 * 1000L;

    private final HandClock clock = new HandClock();

    private static PurseLimit tokens(long most, PurseLimit.Period period) {
        return new PurseLimit(new Cost(most, Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX), period);
    }

    @Test
    void spentAndReservedNeverPassTheLimitUnderSixtyFourThreads() throws Exception {
        long limit = 10_000;
        PurseBook book = new PurseBook(Map.of("node", tokens(limit, PurseLimit.Period.NONE)), clock);
        AtomicLong spent = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicLong over = new AtomicLong();
        try (ExecutorService pool = Executors.newFixedThreadPool(64)) {
            for (int thread = 0; thread < 64; thread++) {
                int number = thread + 1;
                pool.execute(() -> {
                    Random random = new Random(number);
                    for (int i = 1; i <= 200; i++) {
                        ActId id = new ActId(number, i);
                        Cost estimate = Cost.tokens(1 + random.nextInt(50));
                        if (book.reserve(id, "goal:" + number % 7, estimate).isPresent()) {
                            refused.incrementAndGet();
                            continue;
                        }
                        PurseStanding standing = book.standing("node");
                        over.addAndGet(
                                standing.spent().tokens() + standing.reserved().tokens() > limit ? 1 : 0);
                        Cost took = Cost.tokens(random.nextLong(estimate.tokens() + 1));
                        book.settle(id, took);
                        book.settle(id, took);
                        spent.addAndGet(took.tokens());
                    }
                });
            }
            pool.shutdown();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(over).hasValue(0);
        assertThat(refused.get()).isPositive();
        assertThat(book.standing("node").spent()).isEqualTo(Cost.tokens(spent.get()));
        assertThat(book.standing("node").reserved()).isEqualTo(Cost.ZERO);
        assertThat(spent.get()).isBetween(limit - 50, limit);
    }

    @Test
    void aGoalDrawsFromItsOwnPurseAndFromTheNodes() {
        PurseBook book = new PurseBook(
                Map.of("node", tokens(100, PurseLimit.Period.NONE), "goal", tokens(60, PurseLimit.Period.NONE)), clock);
        assertThat(book.reserve(new ActId(1, 1), "goal:3.41", Cost.tokens(60))).isEmpty();
        assertThat(book.reserve(new ActId(1, 2), "goal:3.41", Cost.tokens(1)))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("purse goal:3.41").contains("wants 1 tokens, has 0 of 60"));
        assertThat(book.reserve(new ActId(1, 3), "goal:3.42", Cost.tokens(41)))
                .hasValueSatisfying(why -> assertThat(why).contains("purse node"));
        assertThat(book.reserve(new ActId(1, 4), "goal:3.42", Cost.tokens(40))).isEmpty();
        assertThat(book.standing("goal:3.42").left()).isEqualTo("20 of 60 tokens");
        assertThat(book.standing("goal:3.99").spent()).isEqualTo(Cost.ZERO);
    }

    @Test
    void aDailyPurseIsFullAgainAtMidnightButForWhatIsStillReserved() {
        PurseBook book = new PurseBook(Map.of("node", tokens(100, PurseLimit.Period.DAY)), clock);
        assertThat(book.reserve(new ActId(1, 1), "node", Cost.tokens(70))).isEmpty();
        book.settle(new ActId(1, 1), Cost.tokens(70));
        assertThat(book.reserve(new ActId(1, 2), "node", Cost.tokens(30))).isEmpty();
        assertThat(book.reserve(new ActId(1, 3), "node", Cost.tokens(1))).isPresent();
        clock.forward(DAY);
        assertThat(book.reserve(new ActId(1, 4), "node", Cost.tokens(71))).isPresent();
        assertThat(book.reserve(new ActId(1, 5), "node", Cost.tokens(70))).isEmpty();
        assertThat(book.standing("node").left()).isEqualTo("0 of 100 tokens today");
    }

    @Test
    void aClockThatIsSetBackFillsNoPurse(@TempDir Path temp) {
        Map<String, PurseLimit> limits = Map.of("node", tokens(100, PurseLimit.Period.DAY));
        PurseBook book = new PurseBook(limits, clock);
        List<Entry> entries = new ArrayList<>();
        long given = 0;
        for (int i = 1; i <= 40; i++) {
            clock.forward(i % 2 == 0 ? -DAY : DAY / 2);
            ActId id = new ActId(1, i);
            if (book.reserve(id, "node", Cost.tokens(10)).isEmpty()) {
                book.settle(id, Cost.tokens(10));
                given += 10;
                entries.add(receipt(id, Cost.tokens(10)));
            }
        }
        assertThat(given).isEqualTo(100);
        PurseBook replayed = new PurseBook(limits, clock);
        entries.forEach(replayed::read);
        assertThat(replayed.standings()).isEqualTo(book.standings());
        assertThat(loaded(limits, entries, temp).standings()).isEqualTo(book.standings());
    }

    private Receipt receipt(ActId id, Cost spent) {
        Act act = Act.of(ASK, "m", Actor.node("t"), Provenance.NODE).paidFrom("node", spent);
        return new Receipt(
                id,
                act,
                "r",
                Ending.DONE,
                "",
                spent,
                1,
                Optional.empty(),
                Optional.empty(),
                Json.object().build(),
                clock.millis(),
                clock.millis());
    }

    @Test
    void withoutALimitAllIsCountedAndNothingRefused() {
        PurseBook book = new PurseBook(Map.of(), clock);
        assertThat(book.reserve(new ActId(1, 1), "node", new Cost(Cost.UNIT_MAX, 1, 1, 1)))
                .isEmpty();
        book.settle(new ActId(1, 1), new Cost(Cost.UNIT_MAX, 1, 1, 1));
        assertThat(book.reserve(new ActId(1, 2), "node", new Cost(Cost.UNIT_MAX, 1, 1, 1)))
                .isEmpty();
        assertThat(book.standing("node").spent().tokens()).isEqualTo(Cost.UNIT_MAX);
        assertThat(book.standing("node").left()).isEqualTo("no limit");
    }

    @Test
    void bothTheLogAndTheProjectionRebuildTheLiveBook(@TempDir Path temp) {
        Map<String, PurseLimit> limits =
                Map.of("node", tokens(5_000, PurseLimit.Period.DAY), "goal", tokens(900, PurseLimit.Period.NONE));
        PurseBook live = new PurseBook(limits, clock);
        MemoryLog log = new MemoryLog();
        Performers performers = Performers.builder()
                .add(ASK, (input, permit) -> {
                    clock.forward(7_000_000);
                    if (input.equals("fail")) {
                        throw new IllegalStateException("no answer");
                    }
                    return Done.of(input).spending(Cost.tokens(input.length()));
                })
                .build();
        try (Gate gate = Gate.open(
                new Gate.Ports(act -> new Verdict.Allow("all"), live, log, clock),
                performers,
                Recovered.NOTHING,
                "test")) {
            Random random = new Random(3);
            for (int i = 0; i < 300; i++) {
                Act act = Act.of(ASK, "model", Actor.node("test"), Provenance.NODE)
                        .paidFrom(
                                random.nextBoolean() ? "node" : "goal:1." + (1 + random.nextInt(3)),
                                Cost.tokens(1 + random.nextInt(90)));
                gate.perform(ASK, act, random.nextInt(9) == 0 ? "fail" : "x".repeat(random.nextInt(9)));
            }
        }
        ActId left = new ActId(1, 999);
        assertThat(live.reserve(left, "goal:1.9", Cost.tokens(5))).isEmpty();
        List<Entry> entries = new ArrayList<>(log.entries());
        entries.add(new Entry.Intent(
                left,
                Act.of(ASK, "m", Actor.node("t"), Provenance.NODE).paidFrom("goal:1.9", Cost.tokens(5)),
                "r",
                clock.millis()));
        PurseBook replayed = new PurseBook(limits, clock);
        entries.forEach(replayed::read);
        assertThat(replayed.standings()).isEqualTo(live.standings());

        PurseBook loaded = loaded(limits, entries, temp);
        assertThat(loaded.standings()).isEqualTo(live.standings());
        assertThat(loaded.standing("goal:1.9").reserved()).isEqualTo(Cost.tokens(5));
    }

    /** A new book that begins with what the projection kept of these entries. */
    private PurseBook loaded(Map<String, PurseLimit> limits, List<Entry> entries, Path temp) {
        PurseBook loaded = new PurseBook(limits, clock);
        try (StateDb db = StateFile.open(temp.resolve("state.db"), temp, List.of())) {
            PurseProjection projection = new PurseProjection();
            db.write(sql -> {
                projection.create(sql);
                for (int i = 0; i < entries.size(); i++) {
                    projection.apply(sql, i, entries.get(i));
                }
                return 0;
            });
            db.read(sql -> {
                PurseProjection.load(sql, loaded);
                return 0;
            });
        }
        return loaded;
    }
}
