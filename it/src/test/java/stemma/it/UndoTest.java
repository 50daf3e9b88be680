package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Json;

/** A goal writes two files of a person's, who edits one of them and then takes the goal back. */
final class UndoTest {
    private static final String WISH = "Rewrite both texts of this folder";
    private static final String SONG = "one\ntwo\nthree\nfour\nfive\nsix\n";
    private static final String WRITTEN = SONG.replace("two", "2");
    private static final Pattern DONE = Pattern.compile("\\[act (\\d+\\.\\d+)] done");
    private static final Pattern APPROVAL = Pattern.compile("waiting for approval (\\d+\\.\\d+)");
    private static final int KILLED = 137;
    private static final int POLLS_MAX = 1_200;
    private static final int POLL_MILLIS = 50;

    private HostileModel model;
    private NodeHome home;
    private Path song;
    private Path note;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        model = new HostileModel(Map.of(WISH, UndoTest::converse));
        home = ModelNode.home(folder, model.base(), "");
        song = Files.writeString(home.work().resolve("song.txt"), SONG);
        note = Files.writeString(home.work().resolve("note.txt"), "old\n");
    }

    @AfterEach
    void nothingIsLost() throws Exception {
        model.close();
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isZero();
        Said rebuilt = home.verb("rebuild");
        assertThat(rebuilt.out()).as("the tables are what the log says").doesNotContain("DIFFERENT");
    }

    /** Asks for both writes in one turn, and reports when they were answered. */
    private static void converse(String request, OutputStream out) throws IOException {
        Matcher act = DONE.matcher(request);
        HostileModel.head(out, "200 OK", "text/event-stream");
        String delta = act.find()
                ? "{\"content\":\"- Both were written. [act " + act.group(1) + "]\"},\"finish_reason\":\"stop\""
                : "{\"tool_calls\":[" + call(0, "song.txt", WRITTEN) + "," + call(1, "note.txt", "new\n")
                        + "]},\"finish_reason\":\"tool_calls\"";
        HostileModel.write(
                out,
                HostileModel.event("{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}")
                        + HostileModel.event("[DONE]"));
    }

    private static String call(int index, String path, String content) {
        String arguments =
                Json.object().put("path", path).put("content", content).build().text();
        return Json.object()
                .put("index", index)
                .put("id", "c" + index)
                .put(
                        "function",
                        Json.object()
                                .put("name", "write")
                                .put("arguments", arguments)
                                .build())
                .build()
                .text();
    }

    @Test
    void aGoalIsTakenBackAndTheEditsSinceAreKept() throws Exception {
        try (NodeProcess node = home.up()) {
            ModelGoal goal = written(node);
            Files.writeString(song, WRITTEN.replace("six", "six, by hand"));
            Said undone = home.verb("undo", goal.id());
            assertThat(undone.code()).as(undone.all()).isZero();
            assertThat(undone.out().lines())
                    .containsExactly("goal " + goal.id() + " is undone", "  restored " + note, "  merged " + song);
            assertThat(song).hasContent(SONG.replace("six", "six, by hand"));
            assertThat(note).hasContent("old\n");
            Said again = home.verb("undo", goal.id());
            assertThat(again.code()).as(again.all()).isZero();
            assertThat(again.out()).contains("unchanged " + note + ": it is as it was before");
        }
    }

    @Test
    void aConflictIsReportedWithItsLinesAndAnActIsTakenBackByItsReceipt() throws Exception {
        try (NodeProcess node = home.up()) {
            ModelGoal goal = written(node);
            String byHand = WRITTEN.replace("2", "2, by hand");
            Files.writeString(song, byHand);
            List<Act> writes = goal.acts().stream()
                    .filter(act -> act.op().equals("fs.write"))
                    .toList();
            assertThat(writes).hasSize(2);
            Said conflict = home.verb("undo", writes.getFirst().id());
            assertThat(conflict.code()).as(conflict.all()).isEqualTo(1);
            assertThat(conflict.out()).contains("refused " + song + ": it was changed since at the same place: line 2");
            assertThat(song).hasContent(byHand);
            Said undone = home.verb("undo", writes.getLast().id());
            assertThat(undone.code()).as(undone.all()).isZero();
            assertThat(note).hasContent("old\n");
            Said model = home.verb("undo", goal.acts().getFirst().id());
            assertThat(model.code()).isEqualTo(75);
            assertThat(model.all()).contains("model.ask and cannot be undone: what was sent is gone");
            assertThat(home.verb("doctor").out()).containsPattern("ok +undo +\\d+ contents of files in ");
        }
    }

    @Test
    void aNodeKilledWhileItTakesBackLeavesEachFileWholeAndFinishesLater() throws Exception {
        Needs.strace();
        String id;
        try (NodeProcess node = home.up()) {
            id = written(node).id();
        }
        for (int move = 1; move <= 2; move++) {
            Said killed = home.under(
                            "strace",
                            "-f",
                            "-qq",
                            "-e",
                            "trace=renameat",
                            "-e",
                            "inject=renameat:signal=SIGKILL:when=" + move,
                            "-o",
                            "/dev/null")
                    .verb("undo", id);
            assertThat(killed.code()).as(killed.all()).isEqualTo(KILLED);
            assertThat(song).hasContent(WRITTEN);
            assertThat(note).hasContent(move == 1 ? "new\n" : "old\n");
        }
        Said undone = home.verb("undo", id);
        assertThat(undone.code()).as(undone.all()).isZero();
        assertThat(song).hasContent(SONG);
        assertThat(note).hasContent("old\n");
        try (Stream<Path> files = Files.list(home.work())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> !name.startsWith(".stemma-"))
                    .containsExactlyInAnyOrder("song.txt", "note.txt");
        }
    }

    /** The goal at its end; both questions were answered with yes and said what can be taken back. */
    private ModelGoal written(NodeProcess node) throws IOException, InterruptedException {
        Said said = home.verb("goal", WISH, "--dir", home.work().toString(), "--detach", "--template", "model");
        assertThat(said.code()).as(said.all()).isZero();
        String id = said.out().strip();
        for (int polls = 0; polls < POLLS_MAX; polls++) {
            String body = node.get("/api/goal/show?id=" + id).body();
            ModelGoal goal = new ModelGoal(home, new Said(0, body, ""), (Json.Obj) Json.parse(body));
            Matcher approval = APPROVAL.matcher(goal.message());
            if (goal.state().equals("waiting") && approval.find()) {
                Said shown = home.verb("approval", "show", approval.group(1));
                if (shown.out().contains("pending")) {
                    assertThat(shown.out()).contains("afterwards     can be undone");
                    home.verb("approve", approval.group(1));
                }
            } else if (!goal.state().equals("active") && !goal.state().equals("waiting")) {
                assertThat(goal.state()).as(goal.message()).isEqualTo("done");
                assertThat(song).hasContent(WRITTEN);
                return goal;
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new AssertionError("goal " + id + " came to no end");
    }
}
