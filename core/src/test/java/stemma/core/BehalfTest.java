package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BehalfTest {
    private static final Behalf GOAL = Behalf.of(Actor.goal(new ActId(3, 41)), Provenance.OPERATOR);

    @Test
    void aGoalPaysFromItsOwnPurseAndASubAgentFromOneBelow() {
        assertThat(GOAL.purse()).isEqualTo("goal:3.41");
        assertThat(GOAL.sub("ada").sub("b-1").purse()).isEqualTo("goal:3.41/ada/b-1");
        assertThat(GOAL.sub("ada").after(Provenance.of(Trust.PEER, "x")).purse())
                .isEqualTo("goal:3.41/ada");
        assertThat(GOAL.sub("ada").actor()).isEqualTo(GOAL.actor());
        assertThat(Behalf.of(Actor.operator("cli"), Provenance.OPERATOR).purse())
                .isEqualTo("node");
    }

    @Test
    void onlyAGoalHasSubAgentsAndTheirNamesAreShort() {
        Behalf node = Behalf.of(Actor.node("x"), Provenance.NODE);
        assertThatThrownBy(() -> node.sub("ada")).hasMessageContaining("only a goal's work");
        assertThat(GOAL.sub("a".repeat(32)).purse()).endsWith("a");
        assertThatThrownBy(() -> GOAL.sub("a".repeat(33))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GOAL.sub("a/b")).isInstanceOf(IllegalArgumentException.class);
    }
}
