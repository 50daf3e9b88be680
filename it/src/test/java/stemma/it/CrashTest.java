package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The node is killed at named points and opened again. strace kills it from outside, at the entry of
 * the n-th call of a kind on a file, so that the code under test knows nothing of it.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class CrashTest {
    private static final int KILLED = 137;
    private static final int DEEP_CALLS = 24;

    /** What is told about an act that was under way. */
    private enum Told {
        /** Its intent never was in the log. */
        NOTHING,
        /** Its intent is, its receipt is not. */
        UNKNOWN,
        /** Its receipt is there, though nobody was told. */
        DONE,
        /** Whatever the clock made of it: the call is not part of the act. */
        EITHER
    }

    /** One point: the verb, the calls that are counted, on which file, and which of them is the last. */
    enum Point {
        BOOT_ENTRY_WRITTEN("log tail", "pwrite64", "home/ledger/" + LOG, 1, Told.NOTHING),
        BOOT_ENTRY_SYNCED("log tail", "fdatasync", "home/ledger/" + LOG, 1, Told.NOTHING),
        INTENT_WRITTEN("run -- touch x", "pwrite64", "home/ledger/" + LOG, 2, Told.NOTHING),
        INTENT_SYNCED("run -- touch x", "fdatasync", "home/ledger/" + LOG, 2, Told.UNKNOWN),
        BOX_START("run -- touch x", "mkdir", "home/boxes/2-1", 1, Told.UNKNOWN),
        RECEIPT_WRITTEN("run -- touch x", "pwrite64", "home/ledger/" + LOG, 3, Told.UNKNOWN),
        RECEIPT_SYNCED("run -- touch x", "fdatasync", "home/ledger/" + LOG, 3, Told.DONE),
        CHECKPOINT_RENAME("run -- touch x", "rename", "home/ledger/checkpoint.next", 1, Told.EITHER),
        STATE_DB_WRITE("run -- touch x", "pwrite64", "home/state.db-wal", 4, Told.EITHER),
        APPLY_JOURNAL("apply RUN", "rename", "home/boxes/BOX/journal.part", 1, Told.UNKNOWN),
        APPLY_RENAME("apply RUN", "fsync", "work/.stemma-1.part", 1, Told.UNKNOWN),
        SHUTDOWN("run -- touch x", "unlink", "home/owner", 1, Told.DONE);

        private final String verb;
        private final String calls;
        private final String file;
        private final int when;
        private final Told told;

        Point(String verb, String calls, String file, int when, Told told) {
            this.verb = verb;
            this.calls = calls;
            this.file = file;
            this.when = when;
            this.told = told;
        }
    }

    /** Where the log knows what the tables may not know yet. */
    private static final Set<Point> BETWEEN_LOG_AND_TABLES =
            EnumSet.of(Point.INTENT_SYNCED, Point.RECEIPT_SYNCED, Point.STATE_DB_WRITE);

    private static final String LOG = "entries-00000000000000000000.log";

    private Path kept;
    private NodeHome home;
    private String run;

    /** A home with a finished run of two new files that wait to be applied. */
    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        Needs.strace();
        home = NodeHome.in(folder.resolve("node"));
        Said said = home.verb("run", "--", "sh", "-c", "echo 1 > one; echo 2 > two; echo 3 > three");
        assertThat(said.code()).as(said.all()).isZero();
        run = said.err().replaceFirst("(?s).*stemma: run (\\d+\\.\\d+):.*", "$1");
        kept = folder.resolve("kept");
        copy(home.root(), kept);
    }

    @ParameterizedTest
    @EnumSource
    void anythingTheNodeWasToldToKeepIsKept(Point point, TestReporter reporter) throws Exception {
        restore();
        String verb = point.verb.replace("RUN", run);
        String file = point.file.replace("BOX", run.replace('.', '-'));
        Said said = killed(point.calls, home.root().resolve(file), point.when, verb.split(" "));
        assertThat(said.code()).as("the point was reached: " + said.all()).isEqualTo(KILLED);
        String last = stillWhole();
        switch (point.told) {
            case UNKNOWN -> assertThat(last).startsWith("2.").contains("unknown");
            case DONE -> assertThat(last).startsWith("2.").contains("done");
            case NOTHING -> assertThat(last).startsWith("1.");
            case EITHER -> assertThat(last).matches("1\\..*|2\\.1 +(unknown|done) .*");
        }
        if (Needs.deep() || BETWEEN_LOG_AND_TABLES.contains(point)) {
            String before = tables();
            Said rebuilt = home.verb("rebuild");
            assertThat(rebuilt.code()).as(rebuilt.all()).isZero();
            assertThat(tables()).as("the tables are what the log says").isEqualTo(before);
        }
        if (point == Point.APPLY_RENAME) {
            assertThat(home.work().resolve("one")).as("half of it was done").exists();
            assertThat(home.work().resolve("two")).doesNotExist();
        }
        if (point.verb.startsWith("apply")) {
            canBeFinishedOrUndone();
        }
        Shown.all(reporter, "kill-points", 1, "points");
    }

    /** Every call of a kind, one after the other; the twelve points are some of these. */
    @Test
    @EnabledIfSystemProperty(named = "stemma.deep", matches = "true", disabledReason = "tries hundreds of kills")
    void anyCallMayBeTheLast() throws Exception {
        for (String calls : List.of("fdatasync", "fsync", "rename", "unlink")) {
            int when = 1;
            for (int code = KILLED; code == KILLED && when <= DEEP_CALLS; when++) {
                restore();
                Said said = home.under(
                                "strace",
                                "-f",
                                "-qq",
                                "-e",
                                "trace=" + calls,
                                "-e",
                                "inject=" + calls + ":signal=SIGKILL:when=" + when,
                                "-o",
                                "/dev/null")
                        .verb("apply", run);
                code = said.code();
                stillWhole();
                if (code == KILLED) {
                    canBeFinishedOrUndone();
                }
            }
            assertThat(when).as(calls + " were counted").isGreaterThan(2);
        }
    }

    @Test
    void aRunningCommandDiesWithTheNodeAndIsUnknown() throws Exception {
        restore();
        Path out = home.root().resolve("running.txt");
        Process process = home.builder("run", "--", "sh", "-c", "echo running; echo x > made; sleep 987")
                .redirectOutput(out.toFile())
                .redirectError(home.root().resolve("running.err").toFile())
                .start();
        for (int i = 0; i < 1_200 && !NodeHome.text(out).contains("running"); i++) {
            Thread.sleep(50);
        }
        assertThat(NodeHome.text(out)).contains("running");
        process.destroyForcibly().waitFor();
        assertThat(stillWhole()).startsWith("2.1").contains("unknown");
        assertThat(home.work().resolve("made")).doesNotExist();
        assertThat(ProcessHandle.allProcesses()
                        .filter(p -> p.info()
                                .arguments()
                                .map(a -> List.of(a).contains("987"))
                                .orElse(false)))
                .as("the command does not outlive the node")
                .isEmpty();
    }

    /** What was answered with 200 before the kill is in the log after it. */
    @Test
    void whatAClientWasToldIsInTheLog(TestReporter reporter) throws Exception {
        int kept = 0;
        for (int when : Needs.deep() ? new int[] {40, 47, 54, 61, 68, 75} : new int[] {60}) {
            restore();
            List<String> answered = new ArrayList<>();
            NodeHome traced = home.under(
                    "strace",
                    "-f",
                    "-qq",
                    "-P",
                    home.entries().toString(),
                    "-e",
                    "trace=fdatasync",
                    "-e",
                    "inject=fdatasync:signal=SIGKILL:when=" + when,
                    "-o",
                    "/dev/null");
            try (NodeProcess node = NodeProcess.launch(traced)) {
                if (node.awaitGreeting()) {
                    ask(node, answered);
                }
            }
            stillWhole();
            String log = home.verb("log", "tail", "200").out();
            assertThat(answered).allSatisfy(reason -> assertThat(log).contains(reason));
            kept += answered.size();
        }
        assertThat(kept).as("somebody was told something before a kill").isPositive();
        Shown.all(reporter, "answers-kept", kept, "answers");
    }

    private static void ask(NodeProcess node, List<String> answered) throws InterruptedException {
        for (int i = 0; i < 50 && node.alive(); i++) {
            try {
                HttpResponse<String> answer = node.post("/api/halt", "{\"reason\":\"reason-" + i + ".\"}");
                if (answer.statusCode() == 200) {
                    answered.add("reason-" + i + ".");
                }
                node.post("/api/release", "{\"reason\":\"again\"}");
            } catch (IOException gone) {
                return; // killed before it answered, which is the point of the test
            }
        }
    }

    private Said killed(String calls, Path file, int when, String... verb) throws IOException, InterruptedException {
        return home.under(
                        "strace",
                        "-f",
                        "-qq",
                        "-P",
                        file.toString(),
                        "-e",
                        "trace=" + calls,
                        "-e",
                        "inject=" + calls + ":signal=SIGKILL:when=" + when,
                        "-o",
                        "/dev/null")
                .verb(verb);
    }

    /** Opens it again: nothing that was acknowledged is missing. Returns the line of the newest act. */
    private String stillWhole() throws IOException, InterruptedException {
        Said verified = home.verb("log", "verify");
        assertThat(verified.code()).as(verified.all()).isZero();
        assertThat(verified.out()).startsWith("sound");
        List<String> acts = home.verb("act", "list").out().lines().toList();
        assertThat(acts)
                .as("what was acknowledged before")
                .anyMatch(act -> act.matches(run.replace(".", "\\.") + " +done +proc\\.run .*"));
        return acts.getFirst();
    }

    private String tables() throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        for (String room : List.of("act", "approval", "run", "goal")) {
            Said said = home.verb(room, "list", "--json");
            assertThat(said.code()).as(said.all()).isZero();
            all.append(said.out());
        }
        return all.toString();
    }

    private void canBeFinishedOrUndone() throws IOException, InterruptedException {
        Said undone = home.verb("undo", run);
        assertThat(undone.code()).as(undone.all()).isIn(0, 75);
        try (var files = Files.list(home.work())) {
            assertThat(files).as("after " + undone.all()).isEmpty();
        }
        Said applied = home.verb("apply", run);
        assertThat(applied.code()).as(applied.all()).isZero();
        assertThat(home.work().resolve("one")).hasContent("1");
        assertThat(home.work().resolve("three")).hasContent("3");
    }

    private void restore() throws IOException, InterruptedException {
        said("rm", "-rf", home.root().toString());
        copy(kept, home.root());
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        said("cp", "-a", from.toString(), to.toString());
    }

    private static void said(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
