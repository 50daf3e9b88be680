package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import stemma.core.Statement;
import stemma.policy.ApprovalOperations.Approvals;

/** Questions and answers in a terminal. */
final class ApprovalText {
    private ApprovalText() {}

    static String approvals(Approvals all) {
        if (all.approvals().isEmpty()) {
            return "Nothing waits for you.";
        }
        List<List<String>> rows = new ArrayList<>();
        all.approvals().forEach(view -> rows.add(view.row()));
        long waiting = all.approvals().stream()
                .filter(v -> v.state().equals("pending"))
                .count();
        String end = waiting == 0
                ? "Nothing waits for you."
                : "Look: stemma approval show ID     yes: stemma approve ID     no: stemma deny ID";
        return Shown.table(rows) + "\n\n" + end;
    }

    static String answered(ApprovalView view) {
        String what = view.op() + "  " + Shown.plain(view.target());
        return switch (view.state()) {
            case "approved" ->
                "Approved " + view.id() + ": " + what + "\nIt runs, once and exactly so, when " + view.actor()
                        + " comes back for it.";
            case "pending" -> "Signed by " + String.join(", ", view.signed()) + ": " + what + "\n" + missing(view);
            default -> "Denied " + view.id() + ": " + what + "\nNothing happened.";
        };
    }

    private static String missing(ApprovalView view) {
        List<String> left = new ArrayList<>(view.of());
        left.removeAll(view.signed());
        return "Nothing happens yet: " + (view.needed() - view.signed().size()) + " of " + String.join(", ", left)
                + " must sign too.";
    }

    /** The three lines with which an operator signs a yes. */
    static String signing(String id) {
        String file = "ask-" + id + ".txt";
        return "yes: each operator signs what this question is, with a key that is theirs alone:"
                + "\n  stemma approval statement " + id + " > " + file
                + "\n  ssh-keygen -Y sign -n " + Statement.NAMESPACE + " -f ~/.ssh/id_ed25519 " + file
                + "\n  stemma approve " + id + " --signature \"$(cat " + file + ".sig)\"";
    }
}
