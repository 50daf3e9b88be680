package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RecoveredTest {

    /** Random histories that a gate could have written, cut off anywhere. */
    @Test
    void theOpenEntriesSayWhatTheWholeLogSays() {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 500; seed++) {
            List<Entry> log = history(seed);
            Recovered whole = read(log);
            assertThat(read(open(log))).isEqualTo(whole);
            seen.add(whole.intents().isEmpty() + " " + whole.halted().isEmpty());
            whole.approvals().forEach(approval -> seen.add(approval.state().word()));
        }
        assertThat(seen).contains("pending", "approved", "denied", "true true", "false false");
    }

    private static Recovered read(List<Entry> entries) {
        Recovered.Reader reader = new Recovered.Reader();
        entries.forEach(reader::read);
        return reader.recovered();
    }

    private static List<Entry> history(long seed) {
        Random random = new Random(seed);
        RandomEntries entries = new RandomEntries(seed);
        List<Entry> log = new ArrayList<>();
        List<Entry.Asked> pending = new ArrayList<>();
        List<Entry.Asked> approved = new ArrayList<>();
        List<Entry.Intent> under = new ArrayList<>();
        int boot = 1;
        log.add(new Entry.Booted(boot, "v", 1));
        for (int i = 0; i < random.nextInt(60); i++) {
            ActId id = new ActId(boot, i + 1);
            switch (random.nextInt(9)) {
                case 0 -> log.add(new Entry.Booted(++boot, "v", 1));
                case 1 -> log.add(entries.switched());
                case 2 -> add(log, under, new Entry.Intent(id, entries.act(), "r", 1));
                case 3 -> add(log, pending, entries.asked(id));
                case 4 -> log.add(entries.receipt(id, entries.act(), Ending.DONE));
                case 5 -> taken(under, random, log, e -> entries.receipt(e.id(), e.act(), Ending.FAILED));
                case 6 -> {
                    boolean yes = random.nextBoolean();
                    List<Entry.Asked> to = yes ? approved : new ArrayList<>();
                    taken(pending, random, log, e -> {
                        to.add(e);
                        return new Entry.Answered(e.id(), yes, Actor.operator("o"), 1);
                    });
                    if (!to.isEmpty() && !yes && random.nextBoolean()) {
                        log.add(entries.receipt(
                                to.getFirst().id(), to.getFirst().act(), Ending.DENIED));
                    }
                }
                case 7 ->
                    taken(approved, random, log, e -> {
                        Entry.Intent intent = new Entry.Intent(e.id(), e.act(), "r", 1);
                        under.add(intent);
                        return intent;
                    });
                default ->
                    taken(
                            random.nextBoolean() ? pending : approved,
                            random,
                            log,
                            e -> entries.receipt(e.id(), e.act(), Ending.EXPIRED));
            }
        }
        return log;
    }

    private static <E extends Entry> void add(List<Entry> log, List<E> to, E entry) {
        log.add(entry);
        to.add(entry);
    }

    private static <E extends Entry> void taken(List<E> from, Random random, List<Entry> log, Function<E, Entry> next) {
        if (!from.isEmpty()) {
            log.add(next.apply(from.remove(random.nextInt(from.size()))));
        }
    }

    /** The entries without a later one that closes them, worked out backwards and on its own. */
    private static List<Entry> open(List<Entry> log) {
        Set<ActId> ended = new HashSet<>();
        Set<Class<?>> last = new HashSet<>();
        List<Entry> open = new ArrayList<>();
        for (Entry entry : log.reversed()) {
            boolean keep = switch (entry) {
                case Entry.Booted e -> last.add(e.getClass());
                case Entry.Switched e -> last.add(e.getClass());
                case Receipt e -> {
                    ended.add(e.id());
                    yield false;
                }
                case Entry.Intent e -> ended.add(e.id());
                case Entry.Asked e -> !ended.contains(e.id());
                case Entry.Answered e -> !ended.contains(e.id());
                case Entry.Noted _ -> false;
            };
            if (keep) {
                open.addFirst(entry);
            }
        }
        return open;
    }

    @Test
    void nothingIsOpenInANewHome() {
        assertThat(read(List.of())).isEqualTo(Recovered.NOTHING);
        assertThat(Recovered.NOTHING.boot()).isZero();
        assertThat(Recovered.NOTHING.halted()).isEmpty();
    }

    @Test
    void anAnswerWithoutItsQuestionOpensNothing() {
        Entry answer = new Entry.Answered(new ActId(1, 1), true, Actor.operator("o"), 1);
        assertThat(read(List.of(answer))).isEqualTo(Recovered.NOTHING);
    }

    @Test
    void theHighestBootCounts() {
        assertThat(read(List.of(new Entry.Booted(4, "v", 1), new Entry.Booted(2, "v", 1)))
                        .boot())
                .isEqualTo(4);
    }

    @Test
    void theLastSwitchCounts() {
        Actor by = Actor.operator("o");
        Entry on = new Entry.Switched(true, by, "smoke", 1);
        Entry off = new Entry.Switched(false, by, "clear", 1);
        assertThat(read(List.of(off, on)).halted()).isEqualTo("smoke");
        assertThat(read(List.of(on, off)).halted()).isEmpty();
    }
}
