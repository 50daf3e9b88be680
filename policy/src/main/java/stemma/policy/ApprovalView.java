package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Approval;
import stemma.core.Cost;

/**
 * A question as a person sees it, on every face of the node.
 *
 * @param detail what exactly will run
 */
public record ApprovalView(
        String id,
        String op,
        String target,
        String actor,
        String trust,
        List<String> sources,
        String rule,
        String reason,
        long askedMillis,
        long expiresMillis,
        String state,
        String estimate,
        String detail) {

    private static final int TARGET_CHARS_MAX = 60;

    public ApprovalView {
        sources = List.copyOf(sources);
    }

    static ApprovalView of(Approval approval, String detail) {
        return of(
                approval.id(),
                approval.act(),
                approval.rule(),
                approval.reason(),
                approval.askedMillis(),
                approval.expiresMillis(),
                approval.state(),
                detail);
    }

    static ApprovalView of(ApprovalProjection.Past past, String detail) {
        return of(
                past.asked().id(),
                past.asked().act(),
                past.asked().rule(),
                past.asked().reason(),
                past.asked().atMillis(),
                past.asked().expiresMillis(),
                past.state(),
                detail);
    }

    private static ApprovalView of(
            ActId id,
            Act act,
            String rule,
            String reason,
            long asked,
            long expires,
            Approval.State state,
            String detail) {
        return new ApprovalView(
                id.toString(),
                act.op(),
                act.target(),
                act.actor().toString(),
                act.provenance().trust().word(),
                act.provenance().sources(),
                rule,
                reason,
                asked,
                expires,
                state.word(),
                act.estimate().equals(Cost.ZERO) ? "" : Shown.cost(act.estimate()),
                detail);
    }

    /** One row of a list. */
    List<String> row() {
        String shown = Shown.shorten(Shown.plain(target), TARGET_CHARS_MAX);
        return List.of(id, state, op, shown, actor, reason);
    }

    /** The whole question for a terminal, with the answers that are possible. */
    String text() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("approval", id + ", " + state));
        rows.add(List.of("wants", op + "  " + Shown.plain(target)));
        String from = sources.isEmpty()
                ? ""
                : " from "
                        + String.join(", ", sources.stream().map(Shown::plain).toList());
        rows.add(List.of("who", actor + ", trusted " + trust + from));
        rows.add(List.of("why asked", Shown.plain(reason)));
        rows.add(List.of("rule", Shown.plain(rule)));
        if (!estimate.isEmpty()) {
            rows.add(List.of("takes up to", estimate));
        }
        rows.add(List.of(
                "open for",
                state.equals("pending")
                        ? Shown.span(expiresMillis - askedMillis) + " from asking, then denied"
                        : "closed"));
        String exactly = detail.isEmpty() ? "" : "\n\nwhat exactly will run\n" + indented(Shown.lines(detail));
        return Shown.table(rows) + exactly + "\n\n" + answers();
    }

    private static String indented(String text) {
        return String.join("\n", text.lines().map(line -> "  " + line).toList());
    }

    private String answers() {
        return switch (state) {
            case "pending" -> "yes: stemma approve " + id + "     no: stemma deny " + id + "     silence is a no";
            case "approved" -> "approved; it runs when whoever asked comes back for it";
            default -> "this question is closed: " + state;
        };
    }
}
