package stemma.policy.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Cost;
import stemma.core.Entry;
import stemma.core.Receipt;

/**
 * Every entry appended so far, as a model of the log that knows nothing of files: what was lost in a
 * crash is cut off it again. Folds it plainly into what the tables and the purse book must say.
 */
final class History {
    /** One entry as it was written. */
    record Line(byte[] bytes, Entry entry) {}

    private final List<Line> lines = new ArrayList<>();
    private final Map<ActId, Line> intents = new HashMap<>();
    private final Map<ActId, Receipt> receipts = new HashMap<>();
    private final Map<ActId, Entry.Asked> questions = new HashMap<>();
    private final Map<ActId, Entry.Answered> answers = new HashMap<>();
    private boolean halted;

    int size() {
        return lines.size();
    }

    byte[] bytes(long index) {
        return lines.get((int) index).bytes();
    }

    List<Entry> entries() {
        return lines.stream().map(Line::entry).toList();
    }

    /** Takes the next entry; says what no log may hold, if it does. */
    Optional<String> add(Line line) {
        Entry entry = line.entry();
        lines.add(line);
        @Nullable
        Object before = switch (entry) {
            case Entry.Intent e -> intents.put(e.id(), line);
            case Receipt e -> receipts.put(e.id(), e);
            case Entry.Asked e -> questions.put(e.id(), e);
            case Entry.Answered e -> answers.put(e.id(), e);
            case Entry.Switched e -> {
                halted = e.halted();
                yield null;
            }
            case Entry.Booted e -> null;
            case Entry.Noted e -> null;
        };
        return before == null ? Optional.empty() : Optional.of("the log says twice: " + word(entry));
    }

    /** Forgets what did not survive. */
    void cut(long size) {
        List<Line> kept = List.copyOf(lines.subList(0, (int) size));
        lines.clear();
        intents.clear();
        receipts.clear();
        questions.clear();
        answers.clear();
        halted = false;
        kept.forEach(this::add);
    }

    Optional<Line> intent(ActId id) {
        return Optional.ofNullable(intents.get(id));
    }

    Optional<Receipt> receipt(ActId id) {
        return Optional.ofNullable(receipts.get(id));
    }

    Optional<Entry.Asked> question(ActId id) {
        return Optional.ofNullable(questions.get(id));
    }

    /** Whether the last answer to that question was yes. */
    boolean approved(ActId id) {
        Entry.Answered answer = answers.get(id);
        return answer != null && answer.approved();
    }

    boolean halted() {
        return halted;
    }

    List<Receipt> receipts() {
        return List.copyOf(receipts.values());
    }

    /** Acts begun and not ended. */
    List<Entry.Intent> open() {
        return entries().stream()
                .filter(e -> e instanceof Entry.Intent intent && !receipts.containsKey(intent.id()))
                .map(Entry.Intent.class::cast)
                .toList();
    }

    /** Questions without an end, by id. */
    List<ActId> waiting() {
        return questions.keySet().stream()
                .filter(id -> !receipts.containsKey(id) && !intents.containsKey(id))
                .sorted()
                .toList();
    }

    /** Tokens taken from and set aside in a purse, over all time. */
    Cost used(String purse) {
        long spent = receipts.values().stream()
                .filter(r -> draws(r.act().purse(), purse))
                .mapToLong(r -> r.spent().tokens())
                .sum();
        return Cost.tokens(spent + reserved(purse).tokens());
    }

    Cost reserved(String purse) {
        return Cost.tokens(open().stream()
                .filter(intent -> draws(intent.act().purse(), purse))
                .mapToLong(intent -> intent.act().estimate().tokens())
                .sum());
    }

    private static boolean draws(String payer, String purse) {
        return Consumption.levels(payer).contains(purse);
    }

    /** An entry in a few words, which are the same only for the same fact. */
    static String word(Entry entry) {
        return switch (entry) {
            case Entry.Booted e -> "boot " + e.boot();
            case Entry.Intent e -> "intent " + e.id() + " " + paid(e.act());
            case Receipt e ->
                "receipt " + e.id() + " " + paid(e.act()) + " " + e.ending().word() + ", took "
                        + e.spent().tokens();
            case Entry.Asked e -> "asked " + e.id();
            case Entry.Answered e -> "answered " + e.id() + " " + e.approved();
            case Entry.Switched e -> "switched " + e.halted() + " " + e.reason();
            case Entry.Noted e -> "noted " + e.subject();
        };
    }

    private static String paid(Act act) {
        return act.op() + " " + act.target() + " from " + act.purse() + " for "
                + act.estimate().tokens();
    }
}
