package stemma.policy.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Cost;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Permit;
import stemma.core.Receipt;
import stemma.core.Recovered;
import stemma.ledger.Checkpoint;
import stemma.ledger.Finding;
import stemma.ledger.LedgerFile;
import stemma.ledger.LedgerProof;
import stemma.ledger.VerifyReport;
import stemma.policy.PurseBook;
import stemma.policy.PurseStanding;

/**
 * What the node promises, held against what it does. It survives crashes, as the world and the people
 * in it do: it knows what was appended, what somebody was told, and what really happened outside.
 *
 * <pre>
 *   nothing acknowledged is lost          the log after a restart begins with all that was told
 *   nothing is invented or reordered      it is a beginning of what was appended, byte for byte
 *   nothing is done twice                 no permit, approval, id or target does more than it may
 *   nothing runs without a verdict        allowed, or approved in time, for exactly this act
 *   intent before effect                  synced, as the disk itself tells it
 *   no purse overshoots                   by the book, and by what was really consumed
 *   halted means halted                   no performer begins; also after a restart
 *   every end is told                     each intent has one receipt, and it fits what happened
 *   nothing is shown too early            under a checkpoint entries and tiles survive a power cut
 * </pre>
 */
final class Oracle {
    private final History history = new History();
    private final Set<String> told = new HashSet<>();
    private final Map<ActId, Integer> effects = new HashMap<>();
    private final Map<ActId, Long> took = new HashMap<>();
    private final Map<String, ActId> done = new HashMap<>();
    private final Consumption consumption;
    private final Map<Thread, Judged> judged = new HashMap<>();
    private Optional<Checkpoint> remembered = Optional.empty();
    private long durable;
    private Optional<Baton> baton = Optional.empty();

    /** What a thread last asked the policy about, and when. */
    private record Judged(Act act, long atMillis) {}

    /** Begins with a new home. */
    Oracle(Consumption consumption) {
        this.consumption = consumption;
    }

    /** The home is about to be opened under this baton. */
    void begin(Baton now) {
        baton = Optional.of(now);
        judged.clear();
    }

    /** Ends the run with a violation unless it holds. */
    void require(boolean holds, String otherwise) {
        if (!holds) {
            baton.orElseThrow().stop(otherwise);
        }
    }

    History history() {
        return history;
    }

    Run.Tally tally(int crashes, int failures) {
        int happened = effects.values().stream().mapToInt(Integer::intValue).sum();
        long approved = effects.keySet().stream()
                .filter(id -> history.question(id).isPresent())
                .count();
        long unknown = history.receipts().stream()
                .filter(r -> r.ending() == Ending.UNKNOWN)
                .count();
        return new Run.Tally(crashes, failures, happened, (int) approved, (int) unknown);
    }

    void appended(long index, byte[] bytes, Entry entry) {
        require(index == history.size(), "entry " + history.size() + " was given index " + index);
        history.add(new History.Line(bytes, entry)).ifPresent(wrong -> require(false, wrong));
        if (entry instanceof Entry.Intent intent) {
            for (String purse : wholeLife(intent.act().purse())) {
                long used = history.used(purse).tokens();
                require(used <= consumption.most(purse), "the log lets " + purse + " give " + used);
            }
        }
    }

    /** The purses that an act draws from, but for the day's: the log alone does not know whose day it was. */
    private static List<String> wholeLife(String payer) {
        return Consumption.levels(payer).stream()
                .filter(purse -> !purse.equals(PurseBook.DAY))
                .toList();
    }

    void durable(long index) {
        durable = Math.max(durable, index + 1);
    }

    void clockSetBack() {
        consumption.clockSetBack();
    }

    /** Somebody has been told this, and relies on it. */
    void told(Entry entry) {
        told.add(History.word(entry));
    }

    void told(String word) {
        told.add(word);
    }

    void judged(Act act, long nowMillis) {
        judged.put(Thread.currentThread(), new Judged(act, nowMillis));
    }

    /** Somebody asked for a checkpoint when so much was appended, and keeps it. */
    void signed(Checkpoint checkpoint, long before) {
        require(checkpoint.size() >= before, checkpoint.size() + " of " + before + " entries were signed");
        seen(checkpoint);
        durable(checkpoint.size() - 1);
    }

    /** Somebody remembers this checkpoint, at home and not in the node. */
    void seen(Checkpoint checkpoint) {
        if (remembered.isEmpty() || remembered.get().size() < checkpoint.size()) {
            remembered = Optional.of(checkpoint);
        }
    }

    /** The last checkpoint that anybody saw. */
    Optional<Checkpoint> remembered() {
        return remembered;
    }

    /** Somebody checked a proof, and relies on it. */
    void proved(LedgerProof proof, Checkpoint under) {
        require(Arrays.equals(proof.entry(), history.bytes(proof.index())), "the proof is of another entry");
        seen(under);
        durable(proof.index());
    }

    /** A checkpoint is about to be shown; this is what a power cut would leave of the ledger under it. */
    void shows(VerifyReport worst) {
        worst.findings().stream()
                .filter(f -> f.kind().alarming() || f.kind() == Finding.Kind.DERIVED)
                .findFirst()
                .ifPresent(f -> require(false, "a checkpoint is shown before what it covers is durable: " + f.text()));
    }

    /** A performer begins. */
    void begins(Permit permit) {
        require(!history.halted(), permit.id() + " begins while the node is halted");
    }

    /** Something happens outside, on the authority of this permit. */
    void happens(Permit permit, boolean change, long consumes, long nowMillis, SimDisk disk) {
        ActId id = permit.id();
        Act act = permit.act();
        Optional<Judged> verdict = Optional.ofNullable(judged.get(Thread.currentThread()));
        require(verdict.isPresent() && verdict.get().act().equals(act), id + " happens, and nobody judged it");
        boolean asked = act.target().startsWith(Scripts.ASK);
        require(asked || act.target().startsWith(Scripts.OK), id + " happens without a verdict that allows it");
        if (asked) {
            requireApproved(id, act, verdict.orElseThrow().atMillis());
        }
        require(history.receipt(id).isEmpty(), id + " happens after its receipt");
        if (change || asked || !act.estimate().equals(Cost.ZERO)) {
            Optional<History.Line> intent = history.intent(id);
            require(intent.isPresent(), id + " happens without an intent");
            require(disk.holds(intent.orElseThrow().bytes()), id + " happens before its intent is durable");
        }
        int times = effects.merge(id, 1, Integer::sum);
        require(times <= act.spends(), id + " happens " + times + " times, and may " + act.spends());
        ActId first = done.getOrDefault(act.target(), id);
        require(asked || first.equals(id), act.target() + " is done by " + first + " and again by " + id);
        done.put(act.target(), id);
        took.merge(id, consumes, Long::sum);
        long intentMillis =
                history.intent(id).map(line -> line.entry().atMillis()).orElse(nowMillis);
        consumption.takes(act.purse(), consumes, intentMillis).ifPresent(wrong -> require(false, wrong));
    }

    private void requireApproved(ActId id, Act act, long judgedMillis) {
        Optional<Entry.Asked> question = history.question(id);
        require(question.isPresent(), id + " happens on an approval that nobody asked for");
        Entry.Asked asked = question.orElseThrow();
        require(asked.act().equals(act), id + " is not the act that was approved");
        require(history.approved(id), id + " happens without a yes");
        require(judgedMillis < asked.expiresMillis(), id + " happens on an approval that had expired");
    }

    /** What a purse says of itself right after it gave something out. */
    void reserved(PurseStanding standing) {
        Cost most = standing.limit();
        long used = standing.spent().tokens() + standing.reserved().tokens();
        require(used <= most.tokens(), "purse " + standing.purse() + " promises " + used + " of " + most.tokens());
    }

    /** The ledger was opened again: it holds what it must, and nothing else. */
    void reopened(LedgerFile ledger) {
        require(ledger.damage().isEmpty(), "a crash left damage: " + ledger.damage());
        long size = ledger.size();
        require(size >= durable, "of " + durable + " entries awaited, " + size + " are left");
        require(
                size <= history.size(),
                "the log has " + size + " entries, and only " + history.size() + " were written");
        ledger.forward(0, size, logged -> {
            require(
                    Arrays.equals(logged.bytes(), history.bytes(logged.index())),
                    "entry " + logged.index() + " is not what was appended");
            return true;
        });
        history.cut(size);
        durable = size;
        Set<String> words = new HashSet<>();
        history.entries().forEach(entry -> words.add(History.word(entry)));
        told.stream().filter(word -> !words.contains(word)).sorted().findFirst().ifPresent(lost -> {
            require(false, "somebody was told, and it is lost: " + lost);
        });
        history.receipts().forEach(this::fits);
    }

    private void fits(Receipt receipt) {
        int times = effects.getOrDefault(receipt.id(), 0);
        boolean fits = switch (receipt.ending()) {
            case DENIED, EXPIRED -> times == 0 && receipt.spends() == 0;
            case UNKNOWN -> times <= receipt.act().spends();
            default -> times == receipt.spends();
        };
        require(fits, History.word(receipt) + " says " + receipt.spends() + " spends, and " + times + " happened");
        long tokens = took.getOrDefault(receipt.id(), 0L);
        require(receipt.spent().tokens() >= tokens, History.word(receipt) + ", and really took " + tokens);
    }

    /** What the tables kept agrees with a plain reading of the whole log. */
    void recovered(Recovered recovered, PurseBook loaded, PurseBook replayed) {
        Recovered.Reader reader = new Recovered.Reader();
        history.entries().forEach(reader::read);
        require(
                recovered.equals(reader.recovered()),
                "the tables recover " + recovered + ", the log " + reader.recovered());
        require(recovered.intents().equals(history.open()), "not all open intents are recovered");
        require(recovered.halted().isEmpty() != history.halted(), "the kill switch did not survive");
        history.entries().forEach(replayed::read);
        require(
                drawn(loaded).equals(drawn(replayed)),
                "the purse table says " + drawn(loaded) + ", the log " + drawn(replayed));
        loaded.standings().forEach((purse, standing) -> {
            if (!purse.equals(PurseBook.DAY)) {
                Cost used = Cost.tokens(
                        standing.spent().tokens() + standing.reserved().tokens());
                require(
                        used.equals(history.used(purse)),
                        "purse " + purse + " stands at " + used + ", the receipts at " + history.used(purse));
            }
        });
    }

    /** The purses that gave anything out; one that a failed act named is in no table. */
    private static Map<String, PurseStanding> drawn(PurseBook book) {
        Map<String, PurseStanding> drawn = book.standings();
        drawn.values().removeIf(p -> p.spent().equals(Cost.ZERO) && p.reserved().equals(Cost.ZERO));
        return drawn;
    }

    /** The gate has opened: what was left open is closed, and the questions stand. */
    void opened(List<Entry.Intent> left, String halted) {
        for (Entry.Intent intent : left) {
            require(
                    history.receipt(intent.id())
                            .filter(r -> r.ending() == Ending.UNKNOWN)
                            .isPresent(),
                    intent.id() + " was left open by a crash and not closed as unknown");
        }
        require(halted.isEmpty() != history.halted(), "the gate and the log differ about the kill switch");
    }

    /** Whoever asks the desk is shown every open question, and no other. */
    void shown(List<ActId> desk) {
        List<ActId> waiting = history.waiting();
        require(desk.equals(waiting), "the desk shows " + desk + ", the log leaves open " + waiting);
    }

    /** The purses as they lived through it agree with a plain reading of the log. */
    void ended(PurseBook lived, PurseBook replayed) {
        history.entries().forEach(replayed::read);
        require(
                drawn(lived).equals(drawn(replayed)),
                "the purses end with " + drawn(lived) + ", the log with " + drawn(replayed));
    }

    /** Everything ended: nothing may be left open. */
    void closed() {
        require(history.open().isEmpty(), "intents without a receipt after a clean end: " + history.open());
    }
}
