package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code stemma run} with real tools, as a user types it: the right exit code, the right diff, and nothing
 * outside of the
 * box touched. Where the build runs as root each is tried twice, with the node as root and as an ordinary user.
 */
final class RunPeersTest {
    private static final String ESCAPE = """
            leak() { echo "LEAK $1"; }
            cat ../beside/secret 2>/dev/null && leak read
            cat "$2/beside/secret" 2>/dev/null && leak absolute
            ln -s "$2/beside/secret" link && cat link 2>/dev/null && leak link
            (: >>../beside/open) 2>/dev/null && [ -e "$2/beside/open" ] \\
                && cat "$2/beside/marker" 2>/dev/null && leak write
            grep -l hushhush /proc/[0-9]*/environ 2>/dev/null && leak environ
            kill -0 "$3" 2>/dev/null && leak signal
            perl -MIO::Socket::INET -e 'exit(IO::Socket::INET->new("127.0.0.1:$ARGV[0]") ? 0 : 1)' "$1" && leak net
            setsid sleep 98765 >/dev/null 2>&1 &
            echo tried; exit 3
            """;

    private static final String POM = """
            <project><modelVersion>4.0.0</modelVersion>
            <groupId>stemma.peer</groupId><artifactId>tiny</artifactId><version>1</version>
            <properties><maven.compiler.release>17</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
            <build><plugins>
            <plugin><artifactId>maven-resources-plugin</artifactId><version>3.5.0</version></plugin>
            <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.16.0</version></plugin>
            <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.6.1</version></plugin>
            <plugin><artifactId>maven-jar-plugin</artifactId><version>3.5.1</version></plugin>
            <plugin><artifactId>maven-install-plugin</artifactId><version>3.1.4</version></plugin>
            </plugins></build></project>
            """;

    @TempDir
    Path temp;

    private Path base = Path.of("");

    @BeforeEach
    void open() throws Exception {
        base = temp.toRealPath();
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        RunPeer.need("bwrap", "unshare");
    }

    private RunPeer peer(String who) throws Exception {
        Assumptions.assumeTrue(
                who.equals("nobody") || RunPeer.root(), "skipped: this build is not root, so the node is not either");
        return who.equals("nobody") ? RunPeer.nobody(base) : RunPeer.self(base);
    }

    /** Every file with its size and content's hash, by path. */
    private static Map<String, String> snapshot(Path folder) throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.toList()) {
                String what = Files.isRegularFile(path)
                        ? Files.size(path) + " " + Files.getLastModifiedTime(path)
                        : Files.isDirectory(path) ? "folder" : "other";
                all.put(folder.relativize(path).toString(), what);
            }
        }
        return all;
    }

    private RunPeer.Ran run(RunPeer peer, Path project, String... command) throws Exception {
        Map<String, String> before = snapshot(project);
        List<String> arguments = new java.util.ArrayList<>(List.of("run", "--json", "--"));
        arguments.addAll(List.of(command));
        RunPeer.Ran ran = peer.stemma(project, Map.of("HIDDEN", "hushhush"), arguments.toArray(String[]::new));
        assertThat(snapshot(project))
                .as("the folder is as it was: " + ran.err())
                .isEqualTo(before);
        return ran;
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "nobody"})
    void make(String who) throws Exception {
        RunPeer.need("make");
        RunPeer peer = peer(who);
        Path project = peer.folder("project");
        Files.writeString(project.resolve("Makefile"), "all: out\nout: in\n\tcp in out\nfail:\n\texit 4\n");
        Files.writeString(project.resolve("in"), "text");
        peer.own(project);
        RunPeer.Ran ran = run(peer, project, "make");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.changes()).containsExactly("created out");
        assertThat(run(peer, project, "make", "fail").code()).isEqualTo(2);
        String id = ran.report().string("run");
        assertThat(peer.stemma(project, Map.of(), "apply", id).code()).isZero();
        assertThat(project.resolve("out")).hasContent("text");
        assertThat(peer.stemma(project, Map.of(), "undo", id).code()).isZero();
        assertThat(project.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "nobody"})
    void npm(String who) throws Exception {
        RunPeer.need("npm", "node");
        RunPeer peer = peer(who);
        Path project = peer.folder("project");
        Files.writeString(project.resolve("package.json"), """
                {"name": "tiny", "version": "1.0.0", "scripts": {"test": "node --test",
                 "build": "node -e \\"require('fs').writeFileSync('built.js', 'done')\\""}}
                """);
        Files.writeString(
                project.resolve("sum.test.js"),
                "const t = require('node:test'); t('sum', () => require('assert').equal(1 + 1, 2));\n");
        peer.own(project);
        RunPeer.Ran test = run(peer, project, "npm", "test");
        assertThat(test.code()).as(test.out() + test.err()).isZero();
        assertThat(test.out()).contains("pass 1");
        assertThat(test.changes()).isEmpty();
        assertThat(run(peer, project, "npm", "run", "build").changes()).containsExactly("created built.js");
        Files.writeString(
                project.resolve("sum.test.js"),
                "const t = require('node:test'); t('sum', () => require('assert').equal(1 + 1, 3));\n");
        assertThat(run(peer, project, "npm", "test").code()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "nobody"})
    void python(String who) throws Exception {
        RunPeer peer = peer(who);
        String python = Stream.of("/usr/bin/python3", "/usr/local/bin/python3")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse("python3");
        RunPeer.need(python.startsWith("/") ? "sh" : python);
        Path project = peer.folder("project");
        Files.writeString(
                project.resolve("test_sum.py"),
                "import unittest\nclass T(unittest.TestCase):\n    def test_sum(self): self.assertEqual(1 + 1, 2)\n");
        peer.own(project);
        RunPeer.Ran ran = run(peer, project, python, "-m", "unittest");
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.changes()).allMatch(change -> change.startsWith("created __pycache__"));
        Files.writeString(project.resolve("test_bad.py"), "assert False\n");
        assertThat(run(peer, project, python, "-m", "unittest").code()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "nobody"})
    void whatTriesToLeaveStaysInside(String who) throws Exception {
        RunPeer.need("perl", "setsid");
        RunPeer peer = peer(who);
        Path project = peer.folder("project");
        Path beside = Files.createDirectories(base.resolve("beside"));
        Files.writeString(beside.resolve("secret"), "hush\n");
        Files.writeString(beside.resolve("marker"), "");
        Files.writeString(project.resolve("escape.sh"), ESCAPE);
        peer.own(project);
        Map<String, String> before = snapshot(beside);
        Process sleeper = new ProcessBuilder("sleep", "1000").start();
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String[] script = {
                "sh",
                "escape.sh",
                Integer.toString(listener.getLocalPort()),
                base.toString(),
                Long.toString(sleeper.pid())
            };
            if (who.equals("nobody") && RunPeer.root()) {
                RunPeer.Ran open =
                        peer.bare(project, Map.of(), List.of("sh", "-c", "cat ../beside/secret && echo LEAK"));
                assertThat(open.out())
                        .as("without a box the same attempt succeeds")
                        .contains("LEAK");
            }
            RunPeer.Ran ran = run(peer, project, script);
            assertThat(ran.out()).as(ran.err()).contains("tried").doesNotContain("LEAK", "hush");
            assertThat(ran.code()).isEqualTo(3);
            assertThat(ran.changes()).containsExactly("created link");
            assertThat(snapshot(beside)).isEqualTo(before);
            assertThat(ProcessHandle.allProcesses().flatMap(p -> p.info().commandLine().stream()))
                    .noneMatch(line -> line.contains("sleep 98765"));
        } finally {
            sleeper.destroyForcibly();
        }
    }

    /** As the user of this build alone, because Maven needs that user's repository. */
    @Test
    void mavenInstallsIntoAThrowAwayRepository() throws Exception {
        RunPeer.need("mvn");
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        Assumptions.assumeTrue(Files.isDirectory(repository), "skipped: there is no local Maven repository");
        RunPeer peer = RunPeer.self(base);
        Path project = Files.createDirectories(base.resolve("project"));
        Files.createDirectories(project.resolve("src/main/java"));
        Files.writeString(project.resolve("src/main/java/A.java"), "class A {}\n");
        Files.writeString(project.resolve("pom.xml"), POM);
        List<String> before = names(repository);
        RunPeer.Ran packaged = run(peer, project, "mvn", "-o", "-q", "package");
        Assumptions.assumeFalse(
                packaged.out().contains("offline mode"), "skipped: Maven's plug-ins were never downloaded here");
        assertThat(packaged.code()).as(packaged.out() + packaged.err()).isZero();
        assertThat(packaged.changes()).contains("created target/classes/A.class", "created target/tiny-1.jar");
        RunPeer.Ran installed = run(peer, project, "mvn", "-o", "-q", "install");
        Assumptions.assumeFalse(
                installed.out().contains("offline mode"), "skipped: Maven's install plug-in was never downloaded here");
        assertThat(installed.code()).as(installed.out() + installed.err()).isZero();
        assertThat(repository.resolve("stemma/peer"))
                .as("the host's repository is as it was")
                .doesNotExist();
        assertThat(names(repository)).isEqualTo(before);
        Files.writeString(project.resolve("src/main/java/A.java"), "class A { wrong }\n");
        assertThat(run(peer, project, "mvn", "-o", "-q", "package").code()).isEqualTo(1);
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(Path::toString).sorted().toList();
        }
    }
}
