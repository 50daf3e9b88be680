package stemma.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A question to a person, bound to one exact act. It is durable before it is shown, and silence is
 * a no: once {@code expiresMillis} has passed it can only be expired.
 *
 * @param id the act's id, and the approval's
 * @param act what will run if the answer is yes, and nothing else
 * @param binding the act's digest; an act that differs in anything does not pass
 * @param rule the rule that asked
 * @param reason why it asked, for the person
 * @param quorum who has to sign a yes, if anybody
 * @param askedMillis when, wall time since the epoch
 * @param expiresMillis when silence becomes a no
 * @param state where it stands
 * @param signed each yes that counts towards the quorum, one an operator
 */
public record Approval(
        ActId id,
        Act act,
        Digest binding,
        String rule,
        String reason,
        Quorum quorum,
        long askedMillis,
        long expiresMillis,
        State state,
        List<Entry.Answered> signed) {

    /**
     * Where an approval stands. Only {@code PENDING} ever changes, but for {@code APPROVED} once used, or
     * when an operator who signed it is no longer one.
     */
    public enum State {
        PENDING,
        APPROVED,
        DENIED,
        EXPIRED,
        /** The approved act has been started; the approval is spent. */
        USED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Approval {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(quorum, "quorum");
        signed = List.copyOf(signed);
        if (expiresMillis <= askedMillis) {
            throw new IllegalArgumentException("an approval expires after it was asked");
        }
    }

    static Approval pending(Entry.Asked asked) {
        return new Approval(
                asked.id(),
                asked.act(),
                asked.act().digest(),
                asked.rule(),
                asked.reason(),
                asked.quorum(),
                asked.atMillis(),
                asked.expiresMillis(),
                State.PENDING,
                List.of());
    }

    Approval in(State next) {
        return in(next, signed);
    }

    private Approval in(State next, List<Entry.Answered> yeses) {
        return new Approval(id, act, binding, rule, reason, quorum, askedMillis, expiresMillis, next, yeses);
    }

    /** With one more yes; whoever counts them says what comes of it. */
    Approval with(Entry.Answered yes) {
        List<Entry.Answered> all = new ArrayList<>(signed);
        all.add(yes);
        return in(state, all);
    }

    /** As it stands while these are the operators: a yes of somebody who is none any more does not count. */
    Approval under(Operators operators) {
        if (!quorum.wanted()) {
            return this;
        }
        List<Entry.Answered> counting = signed.stream()
                .filter(yes -> yes.signature()
                        .filter(signature -> operators.holds(yes.by().name(), signature.key()))
                        .isPresent())
                .toList();
        return in(counting.size() >= quorum.needed() ? State.APPROVED : State.PENDING, counting);
    }

    /** Whether that operator has signed it already. */
    boolean signedBy(String operator) {
        return signed.stream().anyMatch(yes -> yes.by().name().equals(operator));
    }

    boolean expired(long nowMillis) {
        return nowMillis >= expiresMillis;
    }
}
