package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Json;

/** A model's goal that is held up in the middle: by a question to a person, and by the end of its node. */
final class ModelPauseTest {
    /** Words that a template would match too, so that only the choice of the model keeps it with the model. */
    private static final String SURVEY = "Survey this repository: what is it, does it build?";

    private static final String NOTE = "Leave a note in this folder";
    private static final Pattern DONE = Pattern.compile("\\[act (\\d+\\.\\d+)] done");
    private static final Pattern APPROVAL = Pattern.compile("waiting for approval (\\d+\\.\\d+)");
    private static final Set<String> HELD = Set.of("active");
    private static final int POLLS_MAX = 1_200;
    private static final int POLL_MILLIS = 50;

    private final AtomicBoolean silent = new AtomicBoolean();
    private HostileModel model;
    private NodeHome home;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        String write = "{\\\"path\\\":\\\"note.txt\\\",\\\"content\\\":\\\"kept\\\"}";
        model = new HostileModel(Map.of(
                SURVEY, (request, out) -> converse(request, out, "list", "{}"),
                NOTE, (request, out) -> converse(request, out, "write", write)));
        home = ModelNode.home(folder, model.base(), "");
        Files.writeString(home.work().resolve("a.txt"), "alpha\n");
    }

    @AfterEach
    void nothingIsLost() throws Exception {
        model.close();
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isZero();
    }

    /** Asks for one call, and reports when that was answered. */
    private void converse(String request, OutputStream out, String tool, String arguments)
            throws IOException, InterruptedException {
        Matcher act = DONE.matcher(request);
        boolean answered = act.find();
        HostileModel.head(out, "200 OK", "text/event-stream");
        if (answered && silent.get()) {
            model.silence();
            return;
        }
        String delta = answered
                ? "{\"content\":\"- It was looked after. [act " + act.group(1) + "]\"},\"finish_reason\":\"stop\""
                : "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"" + tool + "\",\"arguments\":\""
                        + arguments + "\"}}]},\"finish_reason\":\"tool_calls\"";
        HostileModel.write(
                out,
                HostileModel.event("{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}")
                        + HostileModel.event("[DONE]"));
    }

    @Test
    void aWriteThatIsApprovedIsDoneAndTheGoalGoesOnToItsEnd() throws Exception {
        try (NodeProcess node = home.up()) {
            String id = give(NOTE);
            String approval = question(node, id);
            assertThat(home.work().resolve("note.txt")).doesNotExist();
            assertThat(home.verb("approval", "show", approval).out()).contains("fs.write", "note.txt");
            assertThat(home.verb("approve", approval).code()).isZero();
            ModelGoal goal = ended(node, id, Set.of("waiting", "active"));
            assertThat(goal.state()).as(goal.message()).isEqualTo("done");
            assertThat(home.work().resolve("note.txt")).hasContent("kept");
            assertThat(goal.acts())
                    .extracting(act -> act.op() + " " + act.ending())
                    .containsExactly("model.ask done", "fs.write done", "model.ask done");
            Act write = goal.acts().get(1);
            assertThat(write.id()).as("the act is the approved one").isEqualTo(approval);
            assertThat(write.trust()).isEqualTo("model");
            assertThat(goal.report()).contains("It was looked after. [act " + approval + "]");
            assertThat(model.asked())
                    .as("the first question is not asked again")
                    .isEqualTo(2);
        }
    }

    @Test
    void aWriteThatIsDeniedIsNotDoneAndTheGoalSaysSo() throws Exception {
        try (NodeProcess node = home.up()) {
            String id = give(NOTE);
            assertThat(home.verb("deny", question(node, id)).code()).isZero();
            ModelGoal goal = ended(node, id, Set.of("waiting", "active"));
            assertThat(goal.state()).isEqualTo("failed");
            assertThat(goal.message()).contains("was denied");
            assertThat(home.work().resolve("note.txt")).doesNotExist();
        }
    }

    @Test
    void aNodeKilledInMidConversationComesBackWithTheGoalResumable() throws Exception {
        silent.set(true);
        String id;
        try (NodeProcess node = home.up()) {
            id = give(SURVEY, "--template", "model");
            for (int polls = 0; polls < POLLS_MAX && model.asked() < 2; polls++) {
                Thread.sleep(POLL_MILLIS);
            }
            assertThat(model.asked()).as("the model was asked the second time").isEqualTo(2);
            node.kill();
        }
        silent.set(false);
        try (NodeProcess node = home.up()) {
            ModelGoal held = goal(node, id);
            assertThat(held.state()).isEqualTo("waiting");
            assertThat(held.message()).contains("stemma goal resume " + id);
            assertThat(home.verb("act", "list", "unknown").out().lines())
                    .as("the half-done act, and it alone")
                    .singleElement()
                    .asString()
                    .contains("unknown", "model.ask");
            assertThat(model.asked()).as("nothing is repeated unasked").isEqualTo(2);
            assertThat(home.verb("goal", "resume", id).code()).isZero();
            ModelGoal goal = ended(node, id, HELD);
            assertThat(goal.state()).as(goal.message()).isEqualTo("done");
            assertThat(goal.planner()).as("it stays with the model").isEqualTo("model");
            assertThat(goal.view().string("template")).isEqualTo("model");
            assertThat(goal.report()).contains("It was looked after. [act ");
            assertThat(model.asked()).as("a new conversation").isEqualTo(4);
        }
    }

    private String give(String text, String... options) throws IOException, InterruptedException {
        String[] words = new String[options.length + 5];
        System.arraycopy(new String[] {"goal", text, "--dir", home.work().toString(), "--detach"}, 0, words, 0, 5);
        System.arraycopy(options, 0, words, 5, options.length);
        Said said = home.verb(words);
        assertThat(said.code()).as(said.all()).isZero();
        return said.out().strip();
    }

    private ModelGoal goal(NodeProcess node, String id) throws IOException, InterruptedException {
        String body = node.get("/api/goal/show?id=" + id).body();
        return new ModelGoal(home, new Said(0, body, ""), (Json.Obj) Json.parse(body));
    }

    /** The goal once it is in none of these states. */
    private ModelGoal ended(NodeProcess node, String id, Set<String> open) throws IOException, InterruptedException {
        ModelGoal goal = goal(node, id);
        for (int polls = 0; polls < POLLS_MAX && open.contains(goal.state()); polls++) {
            Thread.sleep(POLL_MILLIS);
            goal = goal(node, id);
        }
        return goal;
    }

    private String question(NodeProcess node, String id) throws IOException, InterruptedException {
        ModelGoal held = ended(node, id, HELD);
        Matcher approval = APPROVAL.matcher(held.message());
        assertThat(approval.find()).as(held.state() + ": " + held.message()).isTrue();
        assertThat(held.state()).isEqualTo("waiting");
        return approval.group(1);
    }
}
