package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the node can be asked, and who does it: operations, ops and performers. */
class CatalogueTest {

    private static Operation<Operation.Nothing, Operation.Nothing> operation(String name) {
        return new Operation<>(
                name,
                "does nothing",
                Operation.Nothing.class,
                Operation.Nothing.class,
                Auth.OPERATOR,
                false,
                (input, call) -> input,
                output -> "");
    }

    @Test
    void findsEachOperationByItsName() {
        Operation<?, ?> b = operation("log.tail");
        Operation<?, ?> a = operation("doctor");
        Catalogue catalogue = Catalogue.of(List.of(b, a));
        assertThat(catalogue.all()).map(Operation::name).containsExactly("doctor", "log.tail");
        assertThat(catalogue.find("log.tail").orElseThrow()).isEqualTo(b);
        assertThat(catalogue.find("log")).isEmpty();
        assertThatThrownBy(() -> catalogue.all().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Catalogue.of(List.of(a, b, operation("doctor"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two operations are named doctor");
    }

    @Test
    void anOperationHasARoomAndPerhapsAVerb() {
        assertThat(operation("log.tail").room()).isEqualTo("log");
        assertThat(operation("log.tail").verb()).contains("tail");
        assertThat(operation("doctor").room()).isEqualTo("doctor");
        assertThat(operation("doctor").verb()).isEmpty();
        for (String bad : new String[] {"", ".", "log.", ".tail", "Log", "log.tail.f", "log tail", "log1"}) {
            assertThatThrownBy(() -> operation(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("an operation is named room or room.verb, not '" + bad + "'");
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // what a raw type can smuggle past the bound
    void inputAndOutputAreRecords() {
        Class notARecord = String.class;
        Class nothing = Operation.Nothing.class;
        for (Class[] pair : new Class[][] {{notARecord, nothing}, {nothing, notARecord}}) {
            assertThatThrownBy(() -> new Operation(
                            "a", "", pair[0], pair[1], Auth.OPEN, false, (input, call) -> input, output -> ""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a: input and output are records");
        }
    }

    @Test
    void anOpIsNamedFamilyAndVerb() {
        assertThat(Op.metered("k8.x-9")).isEqualTo(new Op<>("k8.x-9", Durability.METERED));
        String longest = "a." + "b".repeat(Act.OP_CHARS_MAX - 2);
        assertThat(Op.observe(longest).name()).hasSize(64);
        for (String bad : new String[] {"", "fs", "fs.", ".w", "Fs.w", "fs.W", "8.w", "fs.w.x", longest + "b"}) {
            assertThatThrownBy(() -> Op.effect(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("an op is named family.verb in lower case");
        }
    }

    @Test
    void eachOpHasOnePerformer() {
        Performers.Builder builder = Performers.builder()
                .add(GateRig.WRITE, (input, permit) -> Done.of("w"))
                .add(GateRig.READ, (input, permit) -> Done.of("r"));
        assertThat(builder.build().names()).isEqualTo(Set.of("fs.read", "fs.write"));
        Op<String, String> same = Op.observe("fs.write");
        assertThatThrownBy(() -> builder.add(same, (input, permit) -> Done.of("x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("fs.write has a performer already");
    }

    @Test
    void aRefusalFixesExitAndStatus() {
        assertThat(List.of(Refusal.Kind.values()))
                .map(kind -> kind.exit() + " " + kind.status())
                .containsExactly("64 400", "66 404", "75 409", "77 403", "69 503");
        Refusal refusal = new Refusal(Refusal.Kind.CONFLICT, "busy");
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(refusal).hasMessage("busy");
    }

    /** An act that was done has an output; one that was not performed has none; a failed one may tell. */
    @Test
    void anOutputFitsItsEnding() {
        try (GateRig rig = new GateRig()) {
            Receipt receipt = rig.receipt(GateRig.READ);
            for (Ending ending : Ending.values()) {
                boolean may =
                        Set.of(Ending.DONE, Ending.FAILED, Ending.TIMED_OUT).contains(ending);
                boolean must = ending == Ending.DONE;
                assertThat(fits(receipt, ending, Optional.of("x")))
                        .as(ending.word())
                        .isEqualTo(may);
                assertThat(fits(receipt, ending, Optional.empty()))
                        .as(ending.word())
                        .isEqualTo(!must);
            }
            Receipt denied = rig.policy(act -> new Verdict.Deny("r", "")).receipt(GateRig.READ);
            assertThatThrownBy(() -> new Result.Ended<>(receipt, Optional.empty()))
                    .hasMessage("an act that is done has an output");
            assertThatThrownBy(() -> new Result.Ended<>(denied, Optional.of("x")))
                    .hasMessage("an act that is denied has no output");
            assertThat(new ActRefused(denied)).hasMessage("fs.read /tmp/x: denied (act 1.2)");
            assertThat(new ActRefused(denied).receipt()).isEqualTo(denied);
        }
    }

    private static boolean fits(Receipt of, Ending ending, Optional<String> output) {
        Receipt receipt = new Receipt(
                of.id(),
                of.act(),
                of.rule(),
                ending,
                of.note(),
                of.spent(),
                of.spends(),
                of.chain(),
                of.output(),
                of.evidence(),
                of.startedMillis(),
                of.endedMillis());
        try {
            Result.Ended<String> ended = new Result.Ended<>(receipt, output);
            assertThat(ended.done()).isEqualTo(ending == Ending.DONE ? output : Optional.empty());
            return true;
        } catch (IllegalArgumentException unfit) {
            return false;
        }
    }
}
