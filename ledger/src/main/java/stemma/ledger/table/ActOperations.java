package stemma.ledger.table;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stemma.core.ActId;
import stemma.core.Auth;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Refusal;
import stemma.ledger.OneLine;

/** What can be asked about acts. */
public final class ActOperations {
    private final Acts acts;
    private final Projector projector;

    public ActOperations(Acts acts, Projector projector) {
        this.acts = acts;
        this.projector = projector;
    }

    record ListInput(
            @Param(value = "words that must all occur, such as denied or fs.write", byDefault = "", position = 0)
            String query,

            @Param(value = "how many, 1 to 500", byDefault = "50")
            int limit,

            @Param(value = "only acts older than this id", byDefault = "")
            String before) {
        ListInput {
            if (limit < 1 || limit > Acts.PAGE_ACTS_MAX) {
                throw new Refusal(Refusal.Kind.BAD_INPUT, "limit is 1 to " + Acts.PAGE_ACTS_MAX + ", not " + limit);
            }
        }
    }

    record Listed(List<ActView> acts, boolean more) {}

    record ShowInput(
            @Param(value = "the act's id, such as 3.41", position = 0)
            String id) {}

    /** Every operation of this module, declared before there is anything to ask: it is asked for at each call. */
    public static List<Operation<?, ?>> all(Supplier<ActOperations> live) {
        return List.of(
                new Operation<>(
                        "act.list",
                        "List acts, the newest first",
                        ListInput.class,
                        Listed.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().list(input),
                        ActOperations::text),
                new Operation<>(
                        "act.show",
                        "Show one act: what was decided, done and spent",
                        ShowInput.class,
                        ActView.class,
                        Auth.OPERATOR,
                        false,
                        (input, call) -> live.get().show(input),
                        ActOperations::text));
    }

    private Listed list(ListInput input) throws InterruptedException {
        projector.settle();
        Optional<ActId> before = input.before().isEmpty() ? Optional.empty() : Optional.of(ActId.given(input.before()));
        Acts.Page page = acts.page(input.query(), input.limit(), before);
        return new Listed(page.acts(), page.more());
    }

    private ActView show(ShowInput input) throws InterruptedException {
        projector.settle();
        return acts.find(ActId.given(input.id()))
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "there is no act " + input.id() + "; stemma act list shows the last ones"));
    }

    private static String text(Listed listed) {
        if (listed.acts().isEmpty()) {
            return "no acts match";
        }
        StringBuilder text = new StringBuilder();
        for (ActView act : listed.acts()) {
            String target = OneLine.of(act.target());
            text.append(String.format("%-8s %-9s %-14s %s%n", act.id(), act.ending(), act.op(), target));
        }
        return text.append(
                        listed.more()
                                ? "older ones: stemma act list --before "
                                        + listed.acts().getLast().id()
                                : "")
                .toString()
                .stripTrailing();
    }

    private static String text(ActView act) {
        StringBuilder text = new StringBuilder();
        line(text, "act", act.id());
        line(text, "what", act.op() + " " + act.target());
        line(
                text,
                "who",
                act.actor() + (act.sources().isEmpty() ? "" : ", moved by " + act.sources()) + " (" + act.trust()
                        + ")");
        line(text, "rule", act.rule());
        line(text, "ending", act.ending() + (act.note().isEmpty() ? "" : ": " + act.note()));
        line(text, "started", Instant.ofEpochMilli(act.startedMillis()).toString());
        if (act.endedMillis() > 0) {
            line(text, "took", (act.endedMillis() - act.startedMillis()) + " ms");
            line(text, "log entry", act.index() + "  (proof: stemma log prove " + act.index() + ")");
        }
        line(text, "spent", act.spentText());
        line(text, "input", act.inputDigest());
        line(text, "output", act.outputDigest());
        String evidence = act.evidence().text();
        line(text, "evidence", evidence.equals("{}") ? "" : evidence);
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(String.format("%-10s %s%n", name, value));
        }
    }
}
