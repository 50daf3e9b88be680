package stemma.ledger.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Refusal;
import stemma.store.StateDb;

class DrawingTest {
    private static final ActId READ = new ActId(1, 9);

    @TempDir
    private Path folder;

    private final DagRig rig = new DagRig();

    private List<String> drawn(StateDb db, List<Descent> heads) {
        return new Drawing(new Lineage(db), rig.dag)
                .of(heads).stream().map(Drawing::text).toList();
    }

    @Test
    void drawsChainsInOneColumnAndABranchForEachOrigin() {
        Digest goal = rig.put("goal", "count");
        Digest plan = rig.put("plan", "a plan", goal);
        Digest one = rig.dag.put(DagRig.object("findings", "one", plan).tells(List.of(READ)));
        Digest two = rig.put("findings", "two", plan);
        Digest answer = rig.put("answer", "three lines", one, two);
        rig.dag.erase(List.of(goal), new ActId(2, 2));
        try (StateDb db = rig.tables(folder)) {
            Lineage lineage = new Lineage(db);
            assertThat(drawn(db, lineage.named(answer.hex().substring(0, 8))))
                    .containsExactly(
                            "answer    " + brief(answer) + "  entry 4  three lines",
                            "├─ findings  " + brief(one) + "  entry 2  one",
                            "│  plan      " + brief(plan) + "  entry 1  a plan",
                            "│  goal      " + brief(goal) + "  entry 0  [erased by act 2.2]",
                            "└─ findings  " + brief(two) + "  entry 3  two",
                            "   plan      " + brief(plan) + "  entry 1  as above");
            assertThat(lineage.of(READ)).extracting(Descent::id).containsExactly(one);
            assertThat(Lineage.heads(lineage.withDescendants(lineage.named(goal.hex()))))
                    .extracting(Descent::id)
                    .containsExactly(answer);
            assertThat(lineage.acts(lineage.of(READ))).isEqualTo(Set.of(READ));
        }
    }

    @Test
    void namesThatMeanNothingSaySo() {
        Digest goal = rig.put("goal", "count");
        try (StateDb db = rig.tables(folder)) {
            Lineage lineage = new Lineage(db);
            assertThat(lineage.named(goal.hex().substring(0, 6))).hasSize(1);
            assertThatThrownBy(() -> lineage.named(goal.hex().substring(0, 5)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("6 or more");
            assertThat(lineage.named("7.7")).isEmpty();
            assertThatThrownBy(() -> lineage.named("abcdefabcdef")).hasMessageContaining("begins with abcdefabcdef");
            assertThatThrownBy(() -> lineage.named("x.y")).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void aLongChainEndsAtTheMostLinesAndSaysWhereItGoesOn() {
        Digest last = rig.put("message", "0");
        for (int i = 1; i < Drawing.LINES_MAX; i++) {
            last = rig.put("message", "" + i, last);
        }
        try (StateDb db = rig.tables(folder)) {
            List<String> whole = drawn(db, new Lineage(db).named(last.hex()));
            assertThat(whole).hasSize(Drawing.LINES_MAX);
            assertThat(whole.getLast()).endsWith("  0");
        }
        Digest past = rig.put("message", "past", last);
        try (StateDb db = rig.tables(folder)) {
            List<String> cut = drawn(db, new Lineage(db).named(past.hex()));
            assertThat(cut).hasSize(Drawing.LINES_MAX);
            assertThat(cut.getLast()).contains("goes on: stemma log dag");
        }
    }

    @Test
    void branchesInsideEachOtherEndAtTheMostDepth() {
        Digest last = rig.put("message", "0");
        for (int i = 1; i <= Drawing.DEPTH_MAX + 1; i++) {
            last = rig.put("message", "" + i, last, rig.put("message", "side " + i));
        }
        try (StateDb db = rig.tables(folder)) {
            List<String> lines = drawn(db, new Lineage(db).named(last.hex()));
            assertThat(lines.stream().filter(line -> line.contains("goes on"))).hasSize(1);
        }
    }

    private static String brief(Digest id) {
        return id.hex().substring(0, DagItem.SHORT_CHARS);
    }
}
