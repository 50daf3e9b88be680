package stemma.tools.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Act;
import stemma.core.ActId;
import stemma.core.Actor;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Ending;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Trust;
import stemma.store.StateDb;
import stemma.store.StateFile;

/** What sticks to a path and to bytes, receipt by receipt. */
class LabelTableTest {
    private static final Provenance MODEL = Provenance.of(Trust.MODEL, "model:m");
    private static final Provenance OUTSIDE = Provenance.of(Trust.OUTSIDE, "host:h:1");
    private static final String FILE = "/work/app/a.txt";

    @TempDir
    private Path folder;

    private final LabelTable table = new LabelTable();
    private Optional<StateDb> db = Optional.empty();
    private int index;

    @BeforeEach
    void open() {
        db = Optional.of(StateFile.open(folder.resolve("state.db"), folder, List.of()));
        db.orElseThrow().write(sql -> {
            table.create(sql);
            return 0;
        });
    }

    @AfterEach
    void close() {
        db.orElseThrow().close();
    }

    private static Digest bytes(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private void happened(String op, String target, Provenance provenance, Ending ending, Json.Obj evidence) {
        Act act = Act.of(Op.effect(op), target, Actor.parse("goal:1.1"), provenance);
        Receipt receipt = new Receipt(
                new ActId(7, ++index),
                act,
                "test",
                ending,
                "",
                Cost.ZERO,
                1,
                Optional.empty(),
                Optional.empty(),
                evidence,
                1,
                2);
        db.orElseThrow().write(sql -> {
            table.apply(sql, index, receipt);
            return 0;
        });
    }

    private void wrote(String op, String target, Provenance provenance, String before, String after) {
        happened(
                op,
                target,
                provenance,
                Ending.DONE,
                Json.object()
                        .put(
                                "before",
                                before.isEmpty()
                                        ? Json.ofNull()
                                        : Json.of(bytes(before).hex()))
                        .put("after", bytes(after).hex())
                        .build());
    }

    private Optional<Trust> ofBytes(String text) {
        return db.orElseThrow().read(sql -> LabelTable.bytes(sql, bytes(text))).map(Provenance::trust);
    }

    private Optional<Trust> ofPath(String path) {
        return db.orElseThrow().read(sql -> LabelTable.path(sql, path)).map(Provenance::trust);
    }

    private Optional<Trust> below(String path) {
        return db.orElseThrow().read(sql -> LabelTable.under(sql, path)).map(Provenance::trust);
    }

    @Test
    void aWriteLabelsThePathAndTheBytesAndKnowsThoseBefore() {
        wrote("fs.write", FILE, MODEL, "old", "new");
        assertThat(ofPath(FILE)).contains(Trust.MODEL);
        assertThat(ofBytes("new")).contains(Trust.MODEL);
        assertThat(ofBytes("old")).contains(Trust.WORKSPACE);
        assertThat(ofBytes("other")).isEmpty();
        assertThat(ofPath("/work/app/a.txt2")).isEmpty();
        assertThat(below("/work/app")).contains(Trust.MODEL);
        assertThat(below("/work/ap")).isEmpty();
        assertThat(below("/work/app2")).isEmpty();
    }

    @Test
    void whatWasNotDoneLabelsNothing() {
        Json.Obj evidence = Json.object().put("after", bytes("new").hex()).build();
        for (Ending ending : List.of(Ending.DENIED, Ending.FAILED, Ending.EXPIRED)) {
            happened("fs.write", FILE, MODEL, ending, evidence);
        }
        assertThat(ofPath(FILE)).isEmpty();
        assertThat(ofBytes("new")).isEmpty();
    }

    @Test
    void anEditKeepsTheLabelOfWhatItLeaves() {
        wrote("fs.write", FILE, OUTSIDE, "", "from outside");
        wrote("fs.edit", FILE, MODEL, "from outside", "from outside, edited");
        assertThat(ofBytes("from outside, edited")).contains(Trust.OUTSIDE);
        wrote("fs.write", FILE, MODEL, "from outside, edited", "all new");
        assertThat(ofBytes("all new")).contains(Trust.MODEL);
    }

    @Test
    void anUntaintedWriteFreesThePathAndNotTheBytes() {
        wrote("fs.write", FILE, MODEL, "", "new");
        wrote("fs.write", FILE, Provenance.OPERATOR, "new", "mine");
        assertThat(ofPath(FILE)).isEmpty();
        assertThat(ofBytes("new")).contains(Trust.MODEL);
    }

    @Test
    void anEmptyFileLabelsNoOtherEmptyFile() {
        wrote("fs.write", FILE, MODEL, "", "");
        assertThat(ofBytes("")).isEmpty();
        assertThat(ofPath(FILE)).contains(Trust.MODEL);
    }

    @Test
    void anEndorsementIsOfBytesAndIsNotLostByWritingThemAgain() {
        wrote("fs.write", FILE, MODEL, "", "good");
        happened(
                "label.endorse",
                bytes("good").hex(),
                Provenance.OPERATOR,
                Ending.DONE,
                Json.object().build());
        assertThat(ofBytes("good")).contains(Trust.OPERATOR);
        assertThat(ofPath(FILE)).contains(Trust.MODEL);
        wrote("fs.write", "/work/app/b.txt", MODEL, "", "good");
        assertThat(ofBytes("good")).contains(Trust.OPERATOR);
        happened(
                "label.endorse",
                bytes("bad").hex(),
                Provenance.OPERATOR,
                Ending.DENIED,
                Json.object().build());
        assertThat(ofBytes("bad")).isEmpty();
    }

    @Test
    void whatARunChangedIsLabelledByAllThatItsFolderHeldOnceItIsApplied() {
        Json.Obj run = Json.object()
                .put("folder", "/work/app")
                .put("changes", 1)
                .put("paths", Json.array(Json.of("created out/b c.txt")))
                .build();
        happened("proc.run", "make", Provenance.OPERATOR, Ending.DONE, run);
        happened(
                "fs.apply",
                "/work/app",
                Provenance.OPERATOR,
                Ending.DONE,
                Json.object().put("run", "7.1").build());
        assertThat(ofPath("/work/app/out/b c.txt"))
                .as("a folder without a label")
                .isEmpty();

        wrote("fs.write", FILE, MODEL, "", "new");
        happened("proc.run", "make", Provenance.OPERATOR, Ending.DONE, run);
        assertThat(ofPath("/work/app/out/b c.txt")).as("not applied").isEmpty();
        happened(
                "fs.apply",
                "/work/app",
                Provenance.OPERATOR,
                Ending.DONE,
                Json.object().put("run", "7.4").build());
        assertThat(ofPath("/work/app/out/b c.txt")).contains(Trust.MODEL);
        assertThat(ofPath("/work/app/other")).isEmpty();
    }

    @Test
    void aRunWhoseListOfChangesIsCutLabelsItsWholeFolder() {
        wrote("fs.write", FILE, MODEL, "", "new");
        Json.Obj run = Json.object()
                .put("folder", "/work/app")
                .put("changes", 2)
                .put("paths", Json.array(Json.of("created b.txt")))
                .build();
        happened("proc.run", "make", Provenance.OPERATOR, Ending.DONE, run);
        happened(
                "fs.apply",
                "/work/app",
                Provenance.OPERATOR,
                Ending.DONE,
                Json.object().put("run", "7.2").build());
        assertThat(ofPath("/work/app/deep/other")).contains(Trust.MODEL);
        assertThat(ofPath("/work/else")).isEmpty();
        assertThat(below("/work/app/deep")).contains(Trust.MODEL);
    }
}
