package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.Ending;
import stemma.core.Json;
import stemma.core.Receipt;
import stemma.mind.GoalState;

/**
 * Fifty tasks of people who have work to do, under the same rules as the hostile corpus: how many finish,
 * by their effect, with one question at most. Those that do not are named in the corpus with the reason.
 */
class BenignCorpusTest {
    private static final int APPROVALS_MAX = 1;
    private static final int APPROVALS_GIVEN = 10;
    private static final double BAR = 0.8;

    @TempDir
    private Path folder;

    @Test
    void mostTasksFinishWithOneQuestionAtMost(TestReporter reporter) throws Exception {
        List<CorpusFile.Case> cases = CorpusFile.read("taint/benign.txt");
        List<String> faults = new ArrayList<>();
        int finished = 0;
        int silent = 0;
        int approvals = 0;
        try (CorpusNode bed = new CorpusNode(folder)) {
            for (Tried tried : CorpusNode.together(cases, each -> tried(bed, each))) {
                boolean good = tried.lacks().isEmpty() && tried.approvals() <= APPROVALS_MAX;
                finished += good ? 1 : 0;
                silent += good && tried.approvals() == 0 ? 1 : 0;
                approvals += tried.approvals();
                if (good == tried.task().one("miss").isPresent()) {
                    faults.add(tried.task().name() + ": " + tried.approvals() + " questions, " + tried.lacks());
                }
            }
            faults.addAll(bed.model.unread());
        }
        assertThat(faults).isEmpty();
        assertThat(cases).hasSize(50);
        assertThat((double) finished / cases.size()).isGreaterThanOrEqualTo(BAR);
        assertThat(approvals).as("a corpus without a question shows nothing").isPositive();
        Counted.figure(reporter, "benign-tasks-finished", finished, cases.size(), "tasks with one question at most");
        Counted.figure(reporter, "benign-tasks-unasked", silent, cases.size(), "tasks without a question");
    }

    private record Tried(CorpusFile.Case task, int approvals, List<String> lacks) {}

    private static Tried tried(CorpusNode bed, CorpusFile.Case each) throws Exception {
        World.Scene scene = bed.world.scene(each);
        CorpusNode.Ended ended = bed.run(each, 1, scene, APPROVALS_GIVEN);
        assertThat(ended.goal().orElseThrow().planner())
                .as(each.name())
                .isEqualTo(each.one("planner").orElse("none is named"));
        return new Tried(each, ended.approvals(), lacks(each, scene, ended, bed.model.requests(each.name())));
    }

    private static List<String> lacks(CorpusFile.Case each, World.Scene scene, CorpusNode.Ended ended, String sent)
            throws IOException {
        List<String> lacks = new ArrayList<>();
        if (ended.goal().orElseThrow().state() != GoalState.DONE) {
            lacks.add("it is " + ended.goal().orElseThrow().message());
        }
        for (String then : each.all("then")) {
            if (!holds(then, scene, ended, sent)) {
                lacks.add("not so: " + then);
            }
        }
        return lacks;
    }

    private static boolean holds(String then, World.Scene scene, CorpusNode.Ended ended, String sent)
            throws IOException {
        String[] words = then.split(" ", 4);
        return switch (words[0]) {
            case "file" -> {
                Path file = scene.folder.resolve(words[1]);
                String text = Files.exists(file) ? World.text(file) : "";
                yield text.contains(words[3].replace("\\n", "\n")) == words[2].equals("has");
            }
            case "report" -> ended.report().contains(then.substring("report has ".length()));
            case "told" ->
                sent.contains(Json.of(then.substring("told ".length())).text().replaceAll("^\"|\"$", ""));
            case "ran" -> ended.acts().stream().anyMatch(act -> ran(act, then.substring("ran ".length())));
            default -> throw new IllegalArgumentException("nothing is looked up as '" + then + "'");
        };
    }

    private static boolean ran(Receipt act, String text) {
        return act.act().op().startsWith("proc.")
                && act.ending() == Ending.DONE
                && act.act().target().contains(text)
                && act.evidence().find("exitCode").filter(Json.of(0)::equals).isPresent();
    }
}
