package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import stemma.core.Act;
import stemma.core.Approval;
import stemma.core.Cost;
import stemma.core.Entry;

/**
 * A question as a person sees it, on every face of the node.
 *
 * @param detail what exactly will run
 * @param needed signatures of different operators; 0 when one operator's word is enough
 * @param of the operators who may sign
 * @param signed those whose yes counts
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
        String detail,
        int needed,
        List<String> of,
        List<String> signed) {

    private static final int TARGET_CHARS_MAX = 60;

    public ApprovalView {
        sources = List.copyOf(sources);
        of = List.copyOf(of);
        signed = List.copyOf(signed);
    }

    static ApprovalView of(Approval open, String detail) {
        Entry.Asked asked = new Entry.Asked(
                open.id(),
                open.act(),
                open.rule(),
                open.reason(),
                open.quorum(),
                open.expiresMillis(),
                open.askedMillis());
        List<String> signed = open.signed().stream().map(yes -> yes.by().name()).toList();
        return of(asked, open.state(), signed, detail);
    }

    static ApprovalView of(ApprovalProjection.Past past, String detail) {
        return of(past.asked(), past.state(), past.signed(), detail);
    }

    private static ApprovalView of(Entry.Asked asked, Approval.State state, List<String> signed, String detail) {
        Act act = asked.act();
        return new ApprovalView(
                asked.id().toString(),
                act.op(),
                act.target(),
                act.actor().toString(),
                act.provenance().trust().word(),
                act.provenance().sources(),
                asked.rule(),
                asked.reason(),
                asked.atMillis(),
                asked.expiresMillis(),
                state.word(),
                act.estimate().equals(Cost.ZERO) ? "" : Shown.cost(act.estimate()),
                detail,
                asked.quorum().needed(),
                asked.quorum().of(),
                signed);
    }

    /** Whether signatures are still missing. */
    boolean unsigned() {
        return state.equals("pending") && needed > 0;
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
        if (needed > 0) {
            rows.add(List.of("to be signed by", needed + " of " + String.join(", ", of)));
            rows.add(List.of("signed by", signed.isEmpty() ? "nobody yet" : String.join(", ", signed)));
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
        if (unsigned()) {
            return ApprovalText.signing(id) + "\nno: stemma deny " + id + "     silence is a no";
        }
        return switch (state) {
            case "pending" -> "yes: stemma approve " + id + "     no: stemma deny " + id + "     silence is a no";
            case "approved" -> "approved; it runs when whoever asked comes back for it";
            default -> "this question is closed: " + state;
        };
    }
}
