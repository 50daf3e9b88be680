package stemma.core;

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
 * @param askedMillis when, wall time since the epoch
 * @param expiresMillis when silence becomes a no
 * @param state where it stands
 */
public record Approval(
        ActId id,
        Act act,
        Digest binding,
        String rule,
        String reason,
        long askedMillis,
        long expiresMillis,
        State state) {

    /** Where an approval stands. Only {@code PENDING} ever changes, but for {@code APPROVED} once used. */
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
                asked.atMillis(),
                asked.expiresMillis(),
                State.PENDING);
    }

    Approval in(State next) {
        return new Approval(id, act, binding, rule, reason, askedMillis, expiresMillis, next);
    }

    boolean expired(long nowMillis) {
        return nowMillis >= expiresMillis;
    }
}
