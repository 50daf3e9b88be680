package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stemma.core.Artifact.State;

class ArtifactTest {
    private static final Map<State, Set<State>> MOVES = Map.of(
            State.PROPOSED, Set.of(State.TRIED, State.REJECTED),
            State.TRIED, Set.of(State.APPROVED, State.REJECTED),
            State.APPROVED, Set.of(State.ADOPTED, State.REJECTED),
            State.ADOPTED, Set.of(State.RETIRED, State.ROLLED_BACK),
            State.REJECTED, Set.of(),
            State.RETIRED, Set.of(),
            State.ROLLED_BACK, Set.of());

    @Test
    void movesOnlyAlongItsLife() {
        Artifact proposed = Artifact.proposed("policy", "rules", new byte[] {1});
        assertThat(proposed.content()).isEqualTo(Digest.of(new byte[] {1}));
        assertThat(proposed.state()).isEqualTo(State.PROPOSED);
        for (State from : State.values()) {
            Artifact artifact = new Artifact("policy", "rules", proposed.content(), from);
            for (State to : State.values()) {
                if (MOVES.getOrDefault(from, Set.of()).contains(to)) {
                    assertThat(artifact.to(to)).isEqualTo(new Artifact("policy", "rules", proposed.content(), to));
                } else {
                    assertThatThrownBy(() -> artifact.to(to))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("policy rules is " + from.word() + " and cannot become " + to.word());
                }
            }
        }
        assertThat(State.ROLLED_BACK.word()).isEqualTo("rolled back");
    }

    @Test
    void hasAKindAndAName() {
        for (List<String> bad : List.of(List.of("", "n"), List.of("k", ""))) {
            assertThatThrownBy(() -> Artifact.proposed(bad.get(0), bad.get(1), new byte[0]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("an artifact has a kind and a name");
        }
    }
}
