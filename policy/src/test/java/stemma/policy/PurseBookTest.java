package stemma.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
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

    private static Cost tokens(long most) {
        return new Cost(most, Cost.UNIT_MAX, Cost.UNIT_MAX, Cost.UNIT_MAX);
    }

    @Test
    void spentAndReservedNeverPassTheLimitUnderSixtyFourThreads() throws Exception {
        long limit = 10_000;
        Map<String, Cost> limits =
                Map.of("node", tokens(limit), "day", tokens(9_000), "goal", tokens(2_500), "sub-agent", tokens(900));
        PurseBook book = new PurseBook(limits, clock);
        Map<String, AtomicLong> spent = new ConcurrentHashMap<>();
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
                        String purse = "goal:1." + (1 + number % 5)
                                + List.of("", "/ada", "/ben", "/ada/cleo").get(i % 4);
                        if (book.reserve(id, purse, estimate, clock.millis()).isPresent()) {
                            refused.incrementAndGet();
                            continue;
                        }
                        Cost took = Cost.tokens(random.nextLong(estimate.tokens() + 1));
                        for (String level : PursePath.drawn(purse)) {
                            PurseStanding at = book.standing(level);
                            over.addAndGet(at.spent().plus(at.reserved()).within(at.limit()) ? 0 : 1);
                            spent.computeIfAbsent(level, l -> new AtomicLong()).addAndGet(took.tokens());
                        }
                        book.settle(id, took);
                        book.settle(id, took);
                    }
                });
            }
            pool.shutdown();
            assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(over).hasValue(0);
        assertThat(refused.get()).isPositive();
        assertThat(book.standings()).containsOnlyKeys(spent.keySet()).hasSizeGreaterThan(12);
        book.standings().forEach((purse, standing) -> {
            assertThat(standing.spent())
                    .as(purse)
                    .isEqualTo(Cost.tokens(
                            spent.getOrDefault(purse, new AtomicLong()).get()));
            assertThat(standing.reserved()).as(purse).isEqualTo(Cost.ZERO);
        });
        assertThat(book.standing("day").spent().tokens()).isBetween(9_000L - 50, 9_000L);
    }

    @Test
    void aGoalDrawsFromItsOwnPurseAndFromTheNodes() {
        PurseBook book = new PurseBook(Map.of("node", tokens(100), "goal", tokens(60)), clock);
        assertThat(book.reserve(new ActId(1, 1), "goal:3.41", Cost.tokens(60), clock.millis()))
                .isEmpty();
        assertThat(book.reserve(new ActId(1, 2), "goal:3.41", Cost.tokens(1), clock.millis()))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("purse goal:3.41").contains("wants 1 tokens, has 0 of 60"));
        assertThat(book.reserve(new ActId(1, 3), "goal:3.42", Cost.tokens(41), clock.millis()))
                .hasValueSatisfying(why -> assertThat(why).contains("purse node"));
        assertThat(book.reserve(new ActId(1, 4), "goal:3.42", Cost.tokens(40), clock.millis()))
                .isEmpty();
        assertThat(book.standing("goal:3.42").left()).isEqualTo("20 of 60 tokens");
        assertThat(book.standing("goal:3.99").spent()).isEqualTo(Cost.ZERO);
    }

    @Test
    void theDaysPurseIsAnotherOneAtMidnight() {
        PurseBook book = new PurseBook(Map.of("day", tokens(100)), clock);
        assertThat(book.reserve(new ActId(1, 1), "node", Cost.tokens(70), clock.millis()))
                .isEmpty();
        book.settle(new ActId(1, 1), Cost.tokens(70));
        assertThat(book.reserve(new ActId(1, 2), "goal:1.1", Cost.tokens(30), clock.millis()))
                .isEmpty();
        assertThat(book.reserve(new ActId(1, 3), "node", Cost.tokens(1), clock.millis()))
                .hasValue("purse day is too empty: wants 1 tokens, has 0 of 100; it is full again at midnight UTC");
        clock.forward(DAY);
        assertThat(book.reserve(new ActId(1, 4), "node", Cost.tokens(101), clock.millis()))
                .isPresent();
        assertThat(book.reserve(new ActId(1, 5), "node", Cost.tokens(100), clock.millis()))
                .isEmpty();
        assertThat(book.standing("day").left()).isEqualTo("0 of 100 tokens today");
        assertThat(book.standing("node").reserved()).isEqualTo(Cost.tokens(130));
    }

    /** Live, replayed, and from the table alike: it counts on the day on which it was set aside. */
    @Test
    void whatEndsAfterMidnightCountsOnTheDayOfItsIntent(@TempDir Path temp) {
        Map<String, Cost> limits = Map.of("day", tokens(100));
        PurseBook book = new PurseBook(limits, clock);
        List<Entry> entries = new ArrayList<>();
        reserved(book, entries, new ActId(1, 1), "goal:1.1", 80);
        clock.forward(DAY);
        reserved(book, entries, new ActId(1, 2), "node", 30);
        settled(book, entries, new ActId(1, 1), "goal:1.1", 80, 60);
        assertThat(book.standing("day").spent()).isEqualTo(Cost.ZERO);
        assertThat(book.standing("day").reserved()).isEqualTo(Cost.tokens(30));
        assertThat(book.standing("goal:1.1").spent()).isEqualTo(Cost.tokens(60));
        agrees(limits, entries, temp, book);
        clock.forward(-DAY);
        assertThat(book.standing("day").left()).isEqualTo("40 of 100 tokens today");
        reserved(book, entries, new ActId(1, 3), "node", 40);
        refused(book, "node", 1, "purse day is too empty");
        agrees(limits, entries, temp, book);
        clock.forward(DAY);
        reserved(book, entries, new ActId(1, 4), "node", 70);
        refused(book, "node", 1, "purse day is too empty");
        agrees(limits, entries, temp, book);
    }

    /** Yesterday's purse is opened again, with what was spent from it; no older one is, however far it goes. */
    @Test
    void aClockThatIsSetBackFillsNoPurse(@TempDir Path temp) {
        Map<String, Cost> limits = Map.of("day", tokens(100));
        PurseBook book = new PurseBook(limits, clock);
        List<Entry> entries = new ArrayList<>();
        long given = 0;
        for (int i = 1; i <= 80; i++) {
            clock.forward(i % 2 == 0 ? -DAY : DAY / 2);
            ActId id = new ActId(1, i);
            if (book.reserve(id, "node", Cost.tokens(10), clock.millis()).isEmpty()) {
                entries.add(intent(id, "node", 10));
                settled(book, entries, id, "node", 10, 10);
                given += 10;
            }
        }
        assertThat(given).isBetween(100L, 200L);
        agrees(limits, entries, temp, book);
    }

    @Test
    void anActDrawsAtEveryLevelUpToTheRootOrNowhere(@TempDir Path temp) {
        Map<String, Cost> limits = Map.of(
                "node",
                tokens(100),
                "day",
                tokens(90),
                "goal",
                tokens(60),
                "sub-agent",
                tokens(40),
                "goal:1.1/ada/ben",
                tokens(30));
        PurseBook book = new PurseBook(limits, clock);
        List<Entry> entries = new ArrayList<>();
        reserved(book, entries, new ActId(1, 1), "goal:1.1/ada/ben", 30);
        for (String level : List.of("goal:1.1/ada/ben", "goal:1.1/ada", "goal:1.1", "day", "node")) {
            assertThat(book.standing(level).reserved()).as(level).isEqualTo(Cost.tokens(30));
        }
        refused(book, "goal:1.1/ada/ben", 1, "purse goal:1.1/ada/ben is too empty");
        refused(book, "goal:1.1/ada", 11, "purse goal:1.1/ada is too empty");
        refused(book, "goal:1.1/cleo", 31, "purse goal:1.1 is too empty");
        refused(book, "goal:1.2", 61, "purse goal:1.2 is too empty");
        reserved(book, entries, new ActId(1, 2), "goal:1.2", 60);
        refused(book, "node", 1, "purse day is too empty");
        assertThat(book.standings()).doesNotContainKeys("goal:1.1/cleo");
        settled(book, entries, new ActId(1, 1), "goal:1.1/ada/ben", 30, 5);
        assertThat(book.standing("goal:1.1/ada").left()).isEqualTo("35 of 40 tokens");
        assertThat(book.standing("node").spent()).isEqualTo(Cost.tokens(5));
        agrees(limits, entries, temp, book);
    }

    @Test
    void theTreeHasABottom() {
        PurseBook book = new PurseBook(Map.of(), clock);
        String deepest = "goal:1.1" + "/a".repeat(PursePath.LEVELS_MAX - 3);
        assertThat(book.reserve(new ActId(1, 1), deepest, Cost.tokens(1), 0)).isEmpty();
        assertThat(book.reserve(new ActId(1, 2), deepest + "/a", Cost.tokens(1), 0))
                .hasValueSatisfying(why -> assertThat(why).endsWith("lies more than 8 levels deep"));
        assertThat(PursePath.fault(deepest)).isEmpty();
        assertThat(PursePath.fault(deepest + "/a")).isPresent();
        assertThat(PursePath.fault("goal:1")).isPresent();
    }

    /** Each unit by itself, by the same code. */
    @Test
    void timeMoneyAndFuelAreBoundedAsTokensAre() {
        PurseBook book = new PurseBook(Map.of("goal", new Cost(10, 20, 30, 40)), clock);
        List<Cost> most = List.of(new Cost(10, 0, 0, 0), new Cost(0, 20, 0, 0), Cost.millis(30), new Cost(0, 0, 0, 40));
        List<String> units = List.of("tokens", "millionths of money", "ms in a box", "fuel");
        for (int i = 0; i < most.size(); i++) {
            ActId id = new ActId(1, i + 1);
            Cost over = most.get(i)
                    .plus(new Cost(0, 0, i == 2 ? 1 : 0, i == 3 ? 1 : 0))
                    .plus(new Cost(i == 0 ? 1 : 0, i == 1 ? 1 : 0, 0, 0));
            String unit = units.get(i);
            assertThat(book.reserve(id, "goal:1.1", over, clock.millis()))
                    .hasValueSatisfying(why -> assertThat(why).contains(unit));
            assertThat(book.reserve(id, "goal:1.1", most.get(i), clock.millis()))
                    .isEmpty();
            book.settle(id, most.get(i));
        }
        assertThat(book.standing("goal:1.1").spent()).isEqualTo(new Cost(10, 20, 30, 40));
    }

    /** What is set later narrows what the configuration says, and never widens it. */
    @Test
    void aLimitThatIsSetHoldsAtOnceAndTheConfiguredOneStays() {
        PurseBook book = new PurseBook(Map.of("day", tokens(100)), clock);
        book.limit("day", tokens(50));
        assertThat(book.standing("day").left()).isEqualTo("50 of 50 tokens today");
        book.limit("day", tokens(500));
        assertThat(book.standing("day").left()).isEqualTo("100 of 100 tokens today");
        book.limit("goal", tokens(7));
        book.limit("goal:1.1", tokens(9));
        assertThat(book.standing("goal:1.1").left()).isEqualTo("9 of 9 tokens");
        assertThat(book.standing("goal:1.2").left()).isEqualTo("7 of 7 tokens");
    }

    private void refused(PurseBook book, String purse, long tokens, String why) {
        assertThat(book.reserve(new ActId(9, 9), purse, Cost.tokens(tokens), clock.millis()))
                .hasValueSatisfying(said -> assertThat(said).startsWith(why));
    }

    private void reserved(PurseBook book, List<Entry> log, ActId id, String purse, long tokens) {
        assertThat(book.reserve(id, purse, Cost.tokens(tokens), clock.millis())).isEmpty();
        log.add(intent(id, purse, tokens));
    }

    private Entry intent(ActId id, String purse, long tokens) {
        Act act = Act.of(ASK, "m", Actor.node("t"), Provenance.NODE).paidFrom(purse, Cost.tokens(tokens));
        return new Entry.Intent(id, act, "r", clock.millis());
    }

    private void settled(PurseBook book, List<Entry> log, ActId id, String purse, long estimate, long spent) {
        book.settle(id, Cost.tokens(spent));
        log.add(receipt(id, purse, Cost.tokens(estimate), Cost.tokens(spent)));
    }

    /** A plain reading of the log, and a book begun from the table, say what the book says that lived through it. */
    private void agrees(Map<String, Cost> limits, List<Entry> entries, Path temp, PurseBook lived) {
        PurseBook replayed = new PurseBook(limits, clock);
        entries.forEach(replayed::read);
        assertThat(replayed.standings()).isEqualTo(lived.standings());
        assertThat(loaded(limits, entries, temp).standings()).isEqualTo(lived.standings());
    }

    private Receipt receipt(ActId id, String purse, Cost estimate, Cost spent) {
        Act act = Act.of(ASK, "m", Actor.node("t"), Provenance.NODE).paidFrom(purse, estimate);
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
        assertThat(book.reserve(new ActId(1, 1), "node", new Cost(Cost.UNIT_MAX, 1, 1, 1), clock.millis()))
                .isEmpty();
        book.settle(new ActId(1, 1), new Cost(Cost.UNIT_MAX, 1, 1, 1));
        assertThat(book.reserve(new ActId(1, 2), "node", new Cost(Cost.UNIT_MAX, 1, 1, 1), clock.millis()))
                .isEmpty();
        assertThat(book.standing("node").spent().tokens()).isEqualTo(Cost.UNIT_MAX);
        assertThat(book.standing("node").left()).isEqualTo("no limit");
    }

    @Test
    void bothTheLogAndTheProjectionRebuildTheLiveBook(@TempDir Path temp) {
        Map<String, Cost> limits = Map.of("day", tokens(5_000), "goal", tokens(900));
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
        assertThat(live.reserve(left, "goal:1.9", Cost.tokens(5), clock.millis()))
                .isEmpty();
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
    private PurseBook loaded(Map<String, Cost> limits, List<Entry> entries, Path temp) {
        PurseBook loaded = new PurseBook(limits, clock);
        try (StateDb db = StateFile.open(temp.resolve("state.db"), temp, List.of())) {
            PurseProjection projection = new PurseProjection();
            db.write(sql -> {
                projection.drop(sql);
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
