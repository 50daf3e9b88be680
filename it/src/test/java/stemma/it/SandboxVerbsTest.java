package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stemma.core.Json;
import stemma.it.RunPeersTest.Who;

/** {@code stemma sandbox test|explain|run} by the command line, of root and of an ordinary user. */
final class SandboxVerbsTest {
    /** Attempts for which the verb by itself has a lure, without a node that is up. */
    private static final int TRIED_MIN = 50;

    @TempDir
    Path temp;

    /** What each attempt is, and that it succeeds where there is no box, is tested beside the attempts. */
    @ParameterizedTest
    @EnumSource
    void everyAttemptToLeaveIsHeld(Who who, TestReporter reporter) throws Exception {
        RunPeer peer = RunPeersTest.peer(temp, who, "perl");
        RunPeer.Ran ran = peer.stemma(peer.user(), Map.of("HIDDEN", "hushhush"), "sandbox", "test", "--json");
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        Map<String, Integer> outcomes = new TreeMap<>();
        ((Json.Obj) Json.parse(ran.out()))
                .array("attempts").items().stream()
                        .map(Json.Obj.class::cast)
                        .forEach(attempt -> outcomes.merge(attempt.string("outcome"), 1, Integer::sum));
        assertThat(outcomes).containsOnlyKeys("shut", "untried");
        int held = outcomes.getOrDefault("shut", 0);
        assertThat(held).isGreaterThanOrEqualTo(TRIED_MIN);
        assertThat(peer.folder(RunPeer.NODE_HOME).resolve("trial"))
                .as("the lures are taken away")
                .doesNotExist();
        Shown.all(reporter, "verb-escapes-held", held, "attempts to leave");
    }

    @ParameterizedTest
    @EnumSource
    void anExplanationIsTrueAndStartsNothing(Who who) throws Exception {
        RunPeer peer = RunPeersTest.peer(temp, who);
        Path project = peer.folder(RunPeer.PROJECT);
        Files.createDirectories(peer.user().resolve(".npm"));
        peer.own(peer.user());
        Map<String, String> granted = Map.of("GREETING", "hello");
        RunPeer.Ran explained = peer.stemma(
                project, granted, "sandbox", "explain", "--net", "example.org", "--env", "GREETING", "--", "env");
        assertThat(explained.code()).as(explained.err()).isZero();
        assertThat(explained.out())
                .containsPattern("(?m)^folder +" + project + ": (copy-on-write|a copy)")
                .containsPattern("(?m)^shown +" + peer.user() + "/\\.npm: ")
                .containsPattern("(?m)^network +example\\.org:443, ")
                .containsPattern("(?m)^strength ");
        assertThat(peer.stemma(project, granted, "run", "list").out()).startsWith("no runs yet");

        String names = explained
                .out()
                .lines()
                .filter(line -> line.startsWith("variables"))
                .findFirst()
                .orElseThrow()
                .substring("variables".length())
                .strip();
        RunPeer.Ran ran =
                peer.stemma(project, granted, "run", "--net", "example.org", "--env", "GREETING", "--", "env");
        assertThat(ran.out().lines().map(line -> line.substring(0, line.indexOf('='))))
                .as("the variables that were told and those that came")
                .containsAll(List.of(names.split(", ")))
                .allMatch(name -> names.contains(name) || name.equals("PWD") || name.equals("_"));
    }

    @ParameterizedTest
    @EnumSource
    void ofARunOnNothingNothingIsKept(Who who) throws Exception {
        RunPeer peer = RunPeersTest.peer(temp, who);
        Path project = peer.folder(RunPeer.PROJECT);
        Files.writeString(project.resolve("note"), "mine\n");
        peer.own(project);
        for (int time = 0; time < 2; time++) {
            RunPeer.Ran ran =
                    peer.stemma(project, Map.of(), "sandbox", "run", "--", "sh", "-c", "ls -A; echo more >new; exit 7");
            assertThat(ran.code()).as(ran.err()).isEqualTo(7);
            assertThat(ran.out()).as("an empty folder, and not this one").isEmpty();
            assertThat(ran.err()).contains("exit 7, nothing is kept");
        }
        assertThat(peer.stemma(project, Map.of(), "run", "list").out().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("discarded"));
        assertThat(project.toFile().list()).containsExactly("note");
    }
}
