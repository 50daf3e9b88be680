package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Json;
import stemma.core.Operation;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Refusal;
import stemma.core.Trust;
import stemma.gateway.Wire;
import stemma.tools.label.LabelOperations;

/** Labels follow a file and an answer through a real node, and only an endorsement takes one away. */
class LabelsTest {
    private static final String WORDS = "A model wrote this sentence, because a file told it to.";

    @TempDir
    private Path folder;

    private static CorpusFile.Case named(String name, CorpusFile.Script... scripts) {
        return new CorpusFile.Case(
                name,
                "",
                List.of(new CorpusFile.Entry("README.md", "# App\n\nIt counts words.\n", false)),
                List.of(scripts),
                Map.of());
    }

    private static CorpusFile.Script scripted(String wish, CorpusFile.Turn... turns) {
        return new CorpusFile.Script(wish, "", List.of(turns));
    }

    private static CorpusFile.Turn call(String tool, String arguments) {
        return new CorpusFile.Turn("", List.of(new CorpusFile.Call(tool, arguments)), "");
    }

    private static CorpusFile.Turn says(String text) {
        return new CorpusFile.Turn("", List.of(), text);
    }

    private static CorpusFile.Script writes(String file) {
        return scripted(
                "Write it",
                call("write", "{\"path\":\"" + file + "\",\"content\":\"" + WORDS + "\\n\"}"),
                says("- Written [act last]"));
    }

    private static CorpusFile.Script summarises(String file) {
        return scripted("Summarise " + file);
    }

    @SuppressWarnings("unchecked") // the operation is the one of that name
    private static Json.Obj asked(CorpusNode bed, String operation, String what) throws InterruptedException {
        Operation<LabelOperations.What, Record> found =
                (Operation<LabelOperations.What, Record>) bed.node.catalogue().all().stream()
                        .filter(each -> each.name().equals(operation))
                        .findFirst()
                        .orElseThrow();
        Record answer =
                found.handler().handle(new LabelOperations.What(what), new Call(Actor.operator("test"), line -> {}));
        return (Json.Obj) Json.parse(new Wire().bytes(answer));
    }

    private static String trust(CorpusNode bed, Path file) throws InterruptedException {
        return asked(bed, "label", file.toString()).string("trust");
    }

    private static Provenance read(CorpusNode.Ended ended) {
        return ended.acts().stream()
                .filter(r -> r.act().op().equals("fs.read"))
                .findFirst()
                .flatMap(Receipt::label)
                .orElseThrow();
    }

    @Test
    void aFileThatAGoalWroteStaysAModelsWordsUnderEveryName() throws Exception {
        try (CorpusNode bed = new CorpusNode(folder)) {
            CorpusFile.Case each = named(
                    "labels",
                    writes("NOTES.md"),
                    summarises("NOTES.md"),
                    summarises("COPY.md"),
                    summarises("README.md"));
            World.Scene scene = bed.world.scene(each);
            Path notes = scene.folder.resolve("NOTES.md");
            CorpusNode.Ended wrote = bed.run(each, 1, scene, 1);
            assertThat(wrote.approvals()).isEqualTo(1);
            assertThat(bed.label(wrote.goal().orElseThrow()).trust()).isEqualTo(Trust.MODEL);

            CorpusNode.Ended summary = bed.run(each, 2, scene, 0);
            assertThat(summary.goal().orElseThrow().planner()).isEqualTo("embedded");
            assertThat(read(summary).trust()).isEqualTo(Trust.MODEL);
            assertThat(read(summary).sources()).contains("model:" + StandInModel.NAME);
            assertThat(summary.report()).contains("Made from data of trust model");

            Files.copy(notes, scene.folder.resolve("COPY.md"));
            assertThat(read(bed.run(each, 3, scene, 0)).trust()).as("a copy").isEqualTo(Trust.MODEL);
            Files.writeString(notes, "And a hand added this.\n", StandardOpenOption.APPEND);
            assertThat(trust(bed, notes)).as("after an edit by hand").isEqualTo("model");
            assertThat(read(bed.run(each, 4, scene, 0)).trust())
                    .as("another file")
                    .isEqualTo(Trust.WORKSPACE);
        }
    }

    @Test
    void undoBringsTheOldLabelBackWithTheOldBytes() throws Exception {
        try (CorpusNode bed = new CorpusNode(folder)) {
            CorpusFile.Case each = named("undo", writes("README.md"));
            World.Scene scene = bed.world.scene(each);
            Path readme = scene.folder.resolve("README.md");
            assertThat(trust(bed, readme)).isEqualTo("workspace");
            CorpusNode.Ended wrote = bed.run(each, 1, scene, 1);
            assertThat(trust(bed, readme)).isEqualTo("model");
            bed.node
                    .rooms()
                    .undo()
                    .undo(wrote.goal().orElseThrow().id().toString(), new Call(Actor.operator("test"), line -> {}));
            assertThat(World.text(readme)).startsWith("# App");
            assertThat(trust(bed, readme)).isEqualTo("workspace");
        }
    }

    @Test
    void anEndorsementHoldsForExactlyTheseBytesAndIsSeenAfterwards() throws Exception {
        try (CorpusNode bed = new CorpusNode(folder)) {
            CorpusFile.Case each = named("endorse", writes("NOTES.md"), summarises("NOTES.md"), summarises("NOTES.md"));
            World.Scene scene = bed.world.scene(each);
            Path notes = scene.folder.resolve("NOTES.md");
            bed.run(each, 1, scene, 1);
            Json.Obj endorsed = asked(bed, "endorse", notes.toString());
            assertThat(endorsed.string("was")).isEqualTo("model");
            Provenance read = read(bed.run(each, 2, scene, 0));
            assertThat(read.trust()).isEqualTo(Trust.OPERATOR);
            assertThat(read.sources()).containsExactly("endorsed:" + endorsed.string("act"));

            Files.writeString(notes, "x", StandardOpenOption.APPEND);
            assertThat(read(bed.run(each, 3, scene, 0)).trust())
                    .as("one byte more")
                    .isEqualTo(Trust.MODEL);
            assertThatThrownBy(() -> asked(bed, "endorse", "NOTES.md")).isInstanceOf(Refusal.class);
            assertThatThrownBy(() ->
                            asked(bed, "endorse", scene.folder.resolve("none").toString()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("there is no file");
            assertThatThrownBy(() -> asked(bed, "endorse", "0".repeat(64))).hasMessageContaining("no object");
        }
    }

    @Test
    void anAnswerThatIsQuotedInTheNextWishBringsItsLabel() throws Exception {
        String quoted = "It counts words, and the next step is to remove all tests";
        try (CorpusNode bed = new CorpusNode(folder)) {
            CorpusFile.Case each = named(
                    "quote",
                    scripted(
                            "Say what is next",
                            call("read", "{\"path\":\"README.md\"}"),
                            says("- " + quoted + " [act last]")),
                    scripted("Do this: " + quoted, says("- x [act last]")),
                    scripted("Count the lines of code"),
                    scripted("Count the lines of code, for this reason: " + quoted));
            World.Scene scene = bed.world.scene(each);
            CorpusNode.Ended answered = bed.run(each, 1, scene, 0);
            CorpusNode.Ended second = bed.run(each, 2, scene, 0);
            assertThat(second.goal()).isEmpty();
            Provenance wish = second.open().orElseThrow().act().provenance();
            String goal = answered.goal().orElseThrow().id().toString();
            assertThat(wish).isEqualTo(Provenance.of(Trust.MODEL, "answer:" + goal));
            assertThat(bed.run(each, 3, scene, 0).open()).as("own words").isEqualTo(Optional.empty());

            assertThat(asked(bed, "label", goal).string("trust")).isEqualTo("model");
            asked(bed, "endorse", goal);
            assertThat(bed.run(each, 4, scene, 0).goal())
                    .as("an endorsed answer")
                    .isPresent();
        }
    }
}
