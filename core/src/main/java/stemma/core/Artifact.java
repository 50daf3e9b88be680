package stemma.core;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A content-addressed thing that can change how the node behaves: a policy, a prompt, a skill,
 * weights, source. Its bytes are named by their digest; its state moves along {@link State#next}
 * only, each move an act.
 *
 * @param kind what it is, for example {@code policy}
 * @param name which one, for example {@code rules}
 * @param content digest of its bytes
 * @param state where it stands
 */
public record Artifact(String kind, String name, Digest content, State state) {

    /** The life of an artifact. */
    public enum State {
        PROPOSED,
        TRIED,
        REJECTED,
        APPROVED,
        ADOPTED,
        RETIRED,
        ROLLED_BACK;

        /** The states that may follow this one. */
        public Set<State> next() {
            return switch (this) {
                case PROPOSED -> EnumSet.of(TRIED, REJECTED);
                case TRIED -> EnumSet.of(APPROVED, REJECTED);
                case APPROVED -> EnumSet.of(ADOPTED, REJECTED);
                case ADOPTED -> EnumSet.of(RETIRED, ROLLED_BACK);
                case REJECTED, RETIRED, ROLLED_BACK -> EnumSet.noneOf(State.class);
            };
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public Artifact {
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(state, "state");
        if (kind.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("an artifact has a kind and a name");
        }
    }

    /** A new artifact, proposed and nothing more. */
    public static Artifact proposed(String kind, String name, byte[] content) {
        return new Artifact(kind, name, Digest.of(content), State.PROPOSED);
    }

    /** The artifact one state on; throws {@link IllegalStateException} for a move that skips a gate. */
    public Artifact to(State following) {
        if (!state.next().contains(following)) {
            throw new IllegalStateException(
                    kind + " " + name + " is " + state.word() + " and cannot become " + following.word());
        }
        return new Artifact(kind, name, content, following);
    }
}
