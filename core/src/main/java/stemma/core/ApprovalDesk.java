package stemma.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The open questions: what is pending, or approved and not yet used. What is answered no, expired or
 * used leaves the desk and lives on in the log.
 *
 * <p>A question that wants a quorum stays pending until enough of its operators have signed a yes, and
 * is counted anew at every look: whoever is no operator any more does not count, though they were one
 * when they signed. A no ends any question at once, whoever of the operators says it.
 *
 * <p>Every move appends its entry while it holds the desk, so that the desk and the log agree on the
 * order of asking, answering, expiring and using; of two that race for one question, one wins in
 * both. The wait for the disk comes after, outside the lock, and before anything is shown.
 * Thread-safe; never blocks on a person.
 */
final class ApprovalDesk {
    /** More open questions than a person can answer: the next ask is a deny. */
    static final int OPEN_MAX = 256;

    private final Map<ActId, Approval> open = new HashMap<>();
    private final Scribe scribe;
    private final Clock clock;
    private final Operators operators;
    private long written = -1;

    ApprovalDesk(Scribe scribe, Clock clock, Operators operators) {
        this.scribe = scribe;
        this.clock = clock;
        this.operators = operators;
    }

    /** What the desk says to an act that a rule asks about. */
    sealed interface Turn {
        /** It was approved; the approval is used up. */
        record Go(Approval approval) implements Turn {}

        /** A person has to answer first. */
        record Wait(Approval approval) implements Turn {}

        /** It was approved, but for another input than it comes back with; the approval is void. */
        record Drift(Approval approval) implements Turn {}

        /** There is no room for another question. */
        record Full() implements Turn {}
    }

    /** Uses up the approval bound to exactly this act, or finds its question, or asks it. */
    Turn turn(Passage passage, Verdict.Ask ask, long expiryMillis) {
        Turn turn;
        long index;
        synchronized (this) {
            turn = take(passage, ask, expiryMillis);
            index = written;
        }
        await(index);
        return turn;
    }

    private Turn take(Passage passage, Verdict.Ask ask, long expiryMillis) {
        closeOverdue();
        Optional<Approval> bound = bound(passage);
        if (bound.isPresent()) {
            Approval approval = bound.get().under(operators);
            return approval.state() == Approval.State.PENDING ? new Turn.Wait(approval) : use(approval);
        }
        Optional<Approval> drifted = drifted(passage.act());
        if (drifted.isPresent()) {
            close(drifted.get(), Ending.DENIED, "what was approved had changed when it was to be done");
            return new Turn.Drift(drifted.get());
        }
        if (open.size() >= OPEN_MAX) {
            return new Turn.Full();
        }
        long now = clock.millis();
        Entry.Asked asked = new Entry.Asked(
                passage.id(), passage.act(), ask.rule(), ask.reason(), ask.quorum(), now + expiryMillis, now);
        written = scribe.append(asked, passage);
        Approval approval = Approval.pending(asked);
        open.put(approval.id(), approval);
        return new Turn.Wait(approval);
    }

    private Optional<Approval> bound(Passage passage) {
        if (open.isEmpty()) {
            return Optional.empty();
        }
        Digest binding = passage.binding();
        return open.values().stream().filter(a -> a.binding().equals(binding)).findFirst();
    }

    /**
     * A goal does one thing at a time and comes back for what it asked. When it then wants the same of the same
     * target with anything else, a file, a folder, a variable or a text has changed since a person looked. People
     * may well want two different things of one target.
     */
    private Optional<Approval> drifted(Act act) {
        return act.actor().kind() != Actor.Kind.GOAL
                ? Optional.empty()
                : open.values().stream()
                        .map(approval -> approval.under(operators))
                        .filter(approval -> approval.state() == Approval.State.APPROVED
                                && approval.act().actor().equals(act.actor())
                                && approval.act().op().equals(act.op())
                                && approval.act().target().equals(act.target()))
                        .findFirst();
    }

    private Turn use(Approval approval) {
        open.remove(approval.id());
        return new Turn.Go(approval);
    }

    /**
     * Records a person's answer; empty when no such question is open. A signature is checked before the desk
     * is held; throws {@link Refusal} when it is not what the question wants.
     */
    Optional<Approval> answer(ActId id, boolean approve, Actor by, Optional<String> signature) {
        Optional<Operators.Signer> signer = signature.isEmpty()
                ? Optional.empty()
                : find(id).map(asked ->
                        operators.signer(statement(asked, approve).bytes(), signature.get()));
        Approval answered;
        long index;
        synchronized (this) {
            closeOverdue();
            Approval asked = open.containsKey(id) ? open.get(id).under(operators) : null;
            if (asked == null || asked.state() != Approval.State.PENDING) {
                return Optional.empty();
            }
            if (approve) {
                requireCounts(asked, signer);
            }
            Actor who = signer.map(s -> Actor.operator(s.name())).orElse(by);
            Entry.Answered answer =
                    new Entry.Answered(id, approve, who, signer.map(Operators.Signer::signature), clock.millis());
            answered = approve ? approved(asked, answer) : asked.in(Approval.State.DENIED);
            written = scribe.append(answer);
            if (approve) {
                open.put(id, answered);
            } else {
                close(asked, Ending.DENIED, "denied by " + who);
            }
            index = written;
        }
        await(index);
        return Optional.of(answered);
    }

    private Approval approved(Approval asked, Entry.Answered yes) {
        return asked.quorum().wanted() ? asked.with(yes).under(operators) : asked.in(Approval.State.APPROVED);
    }

    private static void requireCounts(Approval asked, Optional<Operators.Signer> signer) {
        if (!asked.quorum().wanted()) {
            return;
        }
        String wants = "approval " + asked.id() + " wants the signatures of " + asked.quorum();
        String name = signer.map(Operators.Signer::name)
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.FORBIDDEN,
                        wants + ", and this yes is not signed; what they sign: stemma approval statement "
                                + asked.id()));
        if (!asked.quorum().of().contains(name)) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, wants + ", and " + name + " is none of them");
        }
        if (asked.signedBy(name)) {
            throw new Refusal(Refusal.Kind.CONFLICT, name + " has signed approval " + asked.id() + " already");
        }
    }

    /** What an operator signs to answer so. */
    Statement statement(Approval asked, boolean yes) {
        return new Statement(operators.node(), asked, yes);
    }

    /** Puts back what the log left open; a no whose receipt was lost gets it now. */
    synchronized void restore(List<Approval> approvals) {
        for (Approval approval : approvals) {
            if (approval.state() == Approval.State.DENIED) {
                close(approval, Ending.DENIED, "denied before the node was last closed");
            } else {
                open.put(approval.id(), approval);
            }
        }
    }

    /** The question of that id while it is on the desk. */
    synchronized Optional<Approval> find(ActId id) {
        return Optional.ofNullable(open.get(id)).map(approval -> approval.under(operators));
    }

    /** The open questions, oldest first, less those whose time has passed. */
    List<Approval> all() {
        List<Approval> all;
        long index;
        synchronized (this) {
            closeOverdue();
            all = new ArrayList<>();
            open.values().forEach(approval -> all.add(approval.under(operators)));
            index = written;
        }
        await(index);
        all.sort(Comparator.comparing(Approval::id));
        return all;
    }

    /** Closes every question whose time has passed. */
    void expireOverdue() {
        long index;
        synchronized (this) {
            if (open.isEmpty()) {
                return;
            }
            closeOverdue();
            index = written;
        }
        await(index);
    }

    private void closeOverdue() {
        long now = clock.millis();
        for (Approval approval : List.copyOf(open.values())) {
            if (approval.expired(now)) {
                close(approval, Ending.EXPIRED, "nobody answered in time, or the answer was not used in time");
            }
        }
    }

    private void close(Approval approval, Ending ending, String note) {
        written = scribe.append(new Receipt(
                approval.id(),
                approval.act(),
                approval.rule(),
                ending,
                note,
                Cost.ZERO,
                0,
                Optional.empty(),
                Optional.empty(),
                Scribe.NO_EVIDENCE,
                approval.askedMillis(),
                clock.millis()));
        open.remove(approval.id());
    }

    private void await(long index) {
        if (index >= 0) {
            scribe.await(index);
        }
    }
}
