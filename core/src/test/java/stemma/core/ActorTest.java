package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who acts, how far data is trusted, and where it came from. */
class ActorTest {

    @Test
    void comesBackFromItsText() {
        ActId id = new ActId(3, 41);
        List<Actor> actors = List.of(Actor.operator("cli"), Actor.node("mind"), Actor.goal(id), Actor.run(id));
        assertThat(actors).map(Actor::toString).containsExactly("operator:cli", "node:mind", "goal:3.41", "run:3.41");
        assertThat(actors).map(actor -> Actor.parse(actor.toString())).isEqualTo(actors);
    }

    @Test
    void refusesWhatIsNone() {
        for (String bad : new String[] {"", "cli", ":cli", "king:cli", "Operator:cli"}) {
            assertThatThrownBy(() -> Actor.parse(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'" + bad + "' is not an actor; one looks like operator:cli");
        }
        assertThat(Actor.operator("a".repeat(64)).name()).hasSize(64);
        for (String bad : new String[] {"", "a b", "a:b", "é", "a".repeat(65)}) {
            assertThatThrownBy(() -> Actor.operator(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("an actor's name is 1 to 64");
        }
    }

    @Test
    void trustOnlyGoesDown() {
        for (Trust a : Trust.values()) {
            assertThat(Trust.parse(a.word())).isEqualTo(a);
            for (Trust b : Trust.values()) {
                assertThat(a.and(b)).isEqualTo(a.compareTo(b) > 0 ? a : b).isEqualTo(b.and(a));
            }
        }
        assertThatThrownBy(() -> Trust.parse("NODE")).hasMessage("'NODE' is not a level of trust");
    }

    @Test
    void endingsHaveWords() {
        for (Ending ending : Ending.values()) {
            assertThat(Ending.parse(ending.word())).isEqualTo(ending);
        }
        assertThat(Ending.TIMED_OUT.word()).isEqualTo("timed out");
        assertThatThrownBy(() -> Ending.parse("over")).hasMessage("'over' is not an ending");
    }
}
