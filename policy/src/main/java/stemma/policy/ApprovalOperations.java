package stemma.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Approval;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Event;
import stemma.core.Events;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Refusal;
import stemma.core.Statement;
import stemma.store.StateDb;

/** The open questions, what exactly each is about, and the answers. */
public final class ApprovalOperations {
    /** Closed questions shown below the open ones. */
    public static final int CLOSED_MAX = 20;

    private final Gate gate;
    private final StateDb db;
    private final Events events;
    private final Function<Act, String> details;

    /**
     * @param details what exactly an act will do, for the person who is asked: argument vector and
     *     folder, or the difference; empty when the target says it all
     */
    public ApprovalOperations(Gate gate, StateDb db, Events events, Function<Act, String> details) {
        this.gate = gate;
        this.db = db;
        this.events = events;
        this.details = details;
    }

    /** Names one act or approval. */
    public record ById(
            @Param(value = "the approval's id, such as 3.41", position = 0)
            String id) {}

    /** Questions, the open ones first. */
    public record Approvals(List<ApprovalView> approvals) {
        public Approvals {
            approvals = List.copyOf(approvals);
        }
    }

    /** An answer to one question. */
    public record Reply(
            @Param(value = "the approval's id, such as 3.41", position = 0)
            String id,

            @Param(
                    value =
                            "what ssh-keygen -Y sign made of the statement, where a quorum is wanted or a name is to stand",
                    byDefault = "")
            String signature) {}

    /** Which answer somebody is about to sign. */
    public record Wanted(
            @Param(value = "the approval's id, such as 3.41", position = 0)
            String id,

            @Param(value = "yes or no", byDefault = "yes") String answer) {}

    /** What is signed: these bytes in ASCII, the newline at the end among them. */
    public record Printed(String statement, String namespace) {}

    /** Every operation of this room, declared before there is anything to ask: it is asked for at each call. */
    public static List<Operation<?, ?>> all(Supplier<ApprovalOperations> live) {
        return List.of(
                new Operation<>(
                        "approval.list",
                        "List the questions that wait for an answer, and the last ones answered",
                        Operation.Nothing.class,
                        Approvals.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().list(),
                        ApprovalText::approvals),
                new Operation<>(
                        "approval.show",
                        "Show one question and what exactly will run",
                        ById.class,
                        ApprovalView.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().show(in),
                        ApprovalView::text),
                new Operation<>(
                        "approval.statement",
                        "Print what an operator signs to answer one question",
                        Wanted.class,
                        Printed.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().statement(in),
                        printed -> printed.statement().stripTrailing()),
                new Operation<>(
                        "approve",
                        "Say yes to one question",
                        Reply.class,
                        ApprovalView.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().answer(in, true, call),
                        ApprovalText::answered),
                new Operation<>(
                        "deny",
                        "Say no to one question",
                        Reply.class,
                        ApprovalView.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().answer(in, false, call),
                        ApprovalText::answered));
    }

    private Approvals list() {
        List<ApprovalView> views = new ArrayList<>();
        gate.approvals().forEach(open -> views.add(view(open)));
        for (ApprovalProjection.Past past : db.read(sql -> ApprovalProjection.closed(sql, CLOSED_MAX))) {
            if (views.stream().noneMatch(v -> v.id().equals(past.asked().id().toString()))) {
                views.add(ApprovalView.of(past, details.apply(past.asked().act())));
            }
        }
        return new Approvals(views);
    }

    private ApprovalView show(ById in) {
        ActId id = ActId.given(in.id());
        Optional<Approval> open =
                gate.approvals().stream().filter(a -> a.id().equals(id)).findFirst();
        return open.map(this::view)
                .orElseGet(() -> past(id).map(past ->
                                ApprovalView.of(past, details.apply(past.asked().act())))
                        .orElseThrow(() -> unknown(id)));
    }

    private Printed statement(Wanted in) {
        ActId id = ActId.given(in.id());
        boolean yes = in.answer().equals("yes");
        if (!yes && !in.answer().equals("no")) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "an answer is yes or no, not '" + Shown.plain(in.answer()) + "'");
        }
        Statement statement = gate.statement(id, yes).orElseThrow(() -> closed(id));
        return new Printed(statement.text(), Statement.NAMESPACE);
    }

    private ApprovalView answer(Reply in, boolean yes, Call call) {
        ActId id = ActId.given(in.id());
        if (call.caller().kind() != Actor.Kind.OPERATOR) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "only an operator answers an approval, not " + call.caller());
        }
        Optional<String> signature = Optional.of(in.signature()).filter(given -> !given.isBlank());
        Approval answered = gate.answer(id, yes, call.caller(), signature).orElseThrow(() -> closed(id));
        events.publish(new Event(
                "approval",
                id.toString(),
                Json.object()
                        .put("id", id.toString())
                        .put("state", answered.state().word())
                        .build()));
        return view(answered);
    }

    private Refusal closed(ActId id) {
        boolean waits = gate.approvals().stream().anyMatch(a -> a.id().equals(id));
        if (waits) {
            return new Refusal(Refusal.Kind.CONFLICT, "approval " + id + " is approved already and waits to be used");
        }
        return past(id).map(past -> conflict(id, past)).orElseGet(() -> unknown(id));
    }

    private static Refusal conflict(ActId id, ApprovalProjection.Past past) {
        String who = past.signed().isEmpty() ? past.answeredBy() : String.join(", ", past.signed());
        String by = by(who);
        String what = switch (past.state()) {
            case EXPIRED -> "expired: nobody answered in time; perform the act again to be asked again";
            case USED -> "was approved" + by + " and used; see stemma act show " + id;
            case DENIED -> "was denied" + by(past.answeredBy()) + "; perform the act again to be asked again";
            case PENDING, APPROVED -> "is no longer open; its end is being written, try again";
        };
        return new Refusal(Refusal.Kind.CONFLICT, "approval " + id + " " + what);
    }

    private static String by(String who) {
        return who.isEmpty() ? "" : " by " + who;
    }

    private static Refusal unknown(ActId id) {
        return new Refusal(Refusal.Kind.NOT_FOUND, "no question has the id " + id + "; see stemma approval list");
    }

    private Optional<ApprovalProjection.Past> past(ActId id) {
        return db.read(sql -> ApprovalProjection.find(sql, id));
    }

    private ApprovalView view(Approval approval) {
        return ApprovalView.of(approval, details.apply(approval.act()));
    }
}
