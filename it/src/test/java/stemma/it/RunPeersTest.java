package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code stemma run} with real tools, as a user types it: the right exit code, the right diff, and nothing outside of
 * the box touched. Each is tried with the node as root and as an ordinary user. Where what a tool leaves depends on its
 * version, the same command in a copy of the folder, in no box, says what is right.
 */
final class RunPeersTest {
    @TempDir
    Path temp;

    private TestReporter reporter;

    @BeforeEach
    void shows(TestReporter tests) {
        reporter = tests;
    }

    /** One tool as one user, after all that is asserted of them. */
    static void right(TestReporter reporter) {
        Shown.all(reporter, "runs-right", 1, "tools as a user");
    }

    /** Who starts the node. */
    enum Who {
        ROOT,
        NOBODY
    }

    private RunPeer peer(Who who, String... tools) throws Exception {
        return peer(temp, who, tools);
    }

    /** A peer whose tools are there. */
    static RunPeer peer(Path temp, Who who, String... tools) throws Exception {
        RunPeer.need("bwrap", "unshare");
        RunPeer.need(tools);
        if (who == Who.ROOT) {
            Needs.that(Needs.root(), "this build is not root, so that a node of root is not tested");
        } else if (Needs.root()) {
            RunPeer.need("setpriv");
        }
        return RunPeer.open(temp, who == Who.ROOT);
    }

    /** Runs in a box, and sees that nothing but the box has changed. */
    static RunPeer.Ran run(RunPeer peer, Path project, String... command) throws Exception {
        peer.own(project);
        peer.user();
        Tree before = Tree.of(project);
        Tree outside = peer.outside();
        List<String> arguments = new ArrayList<>(List.of("run", "--json", "--"));
        arguments.addAll(List.of(command));
        RunPeer.Ran ran = peer.stemma(project, Map.of("HIDDEN", "hushhush"), arguments.toArray(String[]::new));
        assertThat(before.changesTo(Tree.of(project)))
                .as("the folder, after: " + ran.err())
                .isEmpty();
        assertThat(outside.changesTo(peer.outside()))
                .as("all else, the caches in the home too")
                .isEmpty();
        return ran;
    }

    /** Runs in a box and, on a copy of all it sees, in none and not as root: both must do the same. */
    private static RunPeer.Ran runAsBare(RunPeer peer, Path project, String... command) throws Exception {
        RunPeer.Ran ran = run(peer, project, command);
        Path twin = peer.base().resolve("twin");
        Path home = peer.base().resolve("twin-user");
        RunPeer.exec("rm", "-rf", twin.toString(), home.toString());
        RunPeer.exec("cp", "-a", project.toString(), twin.toString());
        RunPeer.exec("cp", "-a", peer.user().toString(), home.toString());
        RunPeer.giveToNobody(twin, home);
        Tree before = Tree.of(twin);
        RunPeer.Ran bare = peer.bareAsNobody(twin, MavenProject.inHome(home), command);
        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(bare.code());
        TreeSet<String> changes = before.changesTo(Tree.of(twin));
        assertThat(ran.changes()).isEqualTo(changes);
        return ran;
    }

    @ParameterizedTest
    @EnumSource
    void make(Who who) throws Exception {
        RunPeer peer = peer(who, "make");
        Path project = peer.folder(RunPeer.PROJECT);
        Files.writeString(project.resolve("Makefile"), """
                all: out
                \techo more >>log
                \trm gone
                \tmv old new
                out: in
                \tcp in out
                fail:
                \texit 4
                """);
        for (String name : List.of("in", "log", "gone", "old")) {
            Files.writeString(project.resolve(name), "text of " + name + "\n");
        }
        RunPeer.Ran ran = run(peer, project, "make");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.changes()).containsExactly("changed log", "created out", "deleted gone", "renamed new");
        RunPeer.Ran failed = run(peer, project, "make", "fail");
        assertThat(failed.code()).isEqualTo(2);
        assertThat(failed.changes()).isEmpty();

        Tree before = Tree.of(project);
        String id = ran.report().string("run");
        assertThat(peer.stemma(project, Map.of(), "run", "show", id).out()).contains("> new  (was old)");
        RunPeer.Ran applied = peer.stemma(project, Map.of(), "apply", id);
        assertThat(applied.code()).as(applied.out() + applied.err()).isZero();
        assertThat(before.changesTo(Tree.of(project)))
                .containsExactly("changed log", "created new", "created out", "deleted gone", "deleted old");
        assertThat(project.resolve("log")).hasContent("text of log\nmore\n");
        RunPeer.Ran undone = peer.stemma(project, Map.of(), "undo", id);
        assertThat(undone.code()).as(undone.out() + undone.err()).isZero();
        assertThat(before.changesTo(Tree.of(project))).isEmpty();
        right(reporter);
    }

    @ParameterizedTest
    @EnumSource
    void npm(Who who) throws Exception {
        RunPeer peer = peer(who, "npm", "node");
        Path project = peer.folder(RunPeer.PROJECT);
        Files.writeString(project.resolve("package.json"), """
                {"name": "tiny", "version": "1.0.0", "scripts": {"test": "node --test"}}
                """);
        Path test = Files.writeString(project.resolve("sum.test.js"), nodeTest(2));
        Path part = peer.folder("part");
        Files.writeString(part.resolve("package.json"), "{\"name\": \"part\", \"version\": \"1.0.0\"}\n");
        Files.writeString(part.resolve("index.js"), "module.exports = 42;\n");
        RunPeer.Ran packed =
                peer.bare(part, Map.of(), "npm", "pack", "--offline", "--pack-destination", project.toString());
        assertThat(packed.code()).as(packed.err()).isZero();
        assertThat(peer.user().resolve(".npm")).as("a cache to keep as it is").isNotEmptyDirectory();

        RunPeer.Ran passed = runAsBare(peer, project, "npm", "test");
        assertThat(passed.code()).as(passed.out() + passed.err()).isZero();
        assertThat(passed.out()).contains("pass 1");
        RunPeer.Ran installed = runAsBare(peer, project, "npm", "install", "--offline", "./part-1.0.0.tgz");
        assertThat(installed.code()).as(installed.out() + installed.err()).isZero();
        assertThat(installed.changes())
                .contains("changed package.json", "created package-lock.json", "created node_modules/part/index.js");
        Files.writeString(test, nodeTest(3));
        RunPeer.Ran failed = runAsBare(peer, project, "npm", "test");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.out()).contains("fail 1");
        right(reporter);
    }

    private static String nodeTest(int sum) {
        return "require('node:test')('sum', () => require('assert').equal(1 + 1, " + sum + "));\n";
    }

    @ParameterizedTest
    @EnumSource
    void pytest(Who who) throws Exception {
        RunPeer peer = peer(who, "python3");
        Path project = peer.folder(RunPeer.PROJECT);
        Needs.that(
                peer.bareAsNobody(project, Map.of(), "python3", "-m", "pytest", "--version")
                                .code()
                        == 0,
                "pytest is missing, so that a run of it is not tested");
        Path test = Files.writeString(project.resolve("test_sum.py"), "def test_sum():\n    assert 1 + 1 == 2\n");
        RunPeer.Ran passed = runAsBare(peer, project, "python3", "-m", "pytest");
        assertThat(passed.code()).as(passed.out() + passed.err()).isZero();
        assertThat(passed.out()).contains("1 passed");
        assertThat(passed.changes()).contains("created __pycache__", "created .pytest_cache");
        Files.writeString(test, "def test_sum():\n    assert 1 + 1 == 3\n");
        RunPeer.Ran failed = runAsBare(peer, project, "python3", "-m", "pytest");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.out()).contains("1 failed");
        right(reporter);
    }

    @ParameterizedTest
    @EnumSource
    void maven(Who who) throws Exception {
        RunPeer peer = peer(who, "mvn");
        Path folder = peer.folder(RunPeer.PROJECT);
        MavenProject.fillRepository(peer);
        MavenProject project = MavenProject.at(folder);
        RunPeer.Ran installed = runAsBare(peer, folder, "mvn", "-o", "-B", "install");
        assertThat(installed.code()).as(installed.out() + installed.err()).isZero();
        assertThat(installed.out()).contains("Tests run: 1", "BUILD SUCCESS");
        assertThat(installed.changes())
                .contains("created target/classes/A.class", "created target/tiny-1.jar")
                .allMatch(change -> change.startsWith("created target"));
        assertThat(peer.user().resolve(".m2/repository/stemma")).doesNotExist();
        assertThat(peer.base().resolve("twin-user/.m2/repository/stemma/peer/tiny/1"))
                .as("in no box it lands in the repository")
                .isNotEmptyDirectory();
        project.sum("3");
        RunPeer.Ran failed = runAsBare(peer, folder, "mvn", "-o", "-B", "install");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.out()).contains("expected: <2> but was: <3>", "BUILD FAILURE");
        right(reporter);
    }
}
