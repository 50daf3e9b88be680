package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A whole node whose tables lie on a PostgreSQL server: it works, dies, comes back and loses nothing. */
@TestInstance(Lifecycle.PER_CLASS)
final class PostgresNodeTest {
    private static final int UNAVAILABLE = 69;
    private static final int WAIT_MILLIS_MAX = 60_000;
    private static final int POLL_MILLIS = 50;
    private static final String PHRASE = "nine tall pines lean";

    @TempDir
    Path folder;

    private PostgresServer server;
    private NodeHome home;

    @BeforeAll
    void begin() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    void end() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void make() throws IOException {
        home = NodeHome.in(Files.createTempDirectory(folder, "node")).with("STEMMA_POSTGRES", PostgresServer.PASSWORD);
    }

    private void keepOnServer(NodeHome node, String schema) throws IOException {
        String settings = """

                [state]
                postgres = "%s"
                schema = "%s"
                password_variable = "STEMMA_POSTGRES"
                """.formatted(server.uri(), schema);
        Files.writeString(node.home().resolve("node.toml"), settings, StandardOpenOption.APPEND);
    }

    private Said ends(String... words) throws IOException, InterruptedException {
        Said said = home.verb(words);
        assertThat(said.code()).as(String.join(" ", words) + ": " + said.all()).isZero();
        return said;
    }

    /** What the tables answer, room by room. */
    private static String tables(NodeProcess node) throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        for (String room : List.of("act", "approval", "run", "goal")) {
            all.append(node.get("/api/" + room + "/list").body()).append('\n');
        }
        return all.toString();
    }

    private static void rebuildsEqual(NodeProcess node) throws IOException, InterruptedException {
        String before = tables(node);
        String rebuilt = node.post("/api/rebuild", "{}").body();
        assertThat(rebuilt)
                .contains("\"name\":\"acts\"", "\"name\":\"goal\"", "\"name\":\"purse\"")
                .contains("\"changed\":false")
                .doesNotContain("\"changed\":true");
        assertThat(tables(node)).isEqualTo(before);
    }

    @Test
    void aNodeWorksDiesAndComesBackOnAServer() throws Exception {
        Files.writeString(home.work().resolve("a.txt"), "alpha\nbeta\n");
        assertThat(ends("run", "--", "sh", "-c", "echo one > one").err()).contains("run 1.");
        keepOnServer(home, "first");
        try (NodeProcess node = home.up()) {
            assertThat(tables(node)).as("they came from the log").contains("echo one > one");
            assertThat(node.get("/api/status").body()).contains("\"tables\":\"PostgreSQL ", "schema first");
            assertThat(node.post("/api/doctor", "{}").body())
                    .containsPattern("\"name\":\"state\",\"state\":\"ok\",\"detail\":\"PostgreSQL ");
            ends("goal", "Count the lines of code", "--dir", home.work().toString());
            serverGoesAndComes(node);
            secondNodeIsRefused();
            rebuildsEqual(node);
            killAtWork(node);
        }
        try (NodeProcess node = home.up()) {
            assertThat(tables(node))
                    .as("shown, and not repeated")
                    .containsOnlyOnce("\"ending\":\"unknown\"")
                    .contains("Count the lines of code", "echo one > one");
            rebuildsEqual(node);
            backUp(node);
        }
        comesBack();
    }

    /** While it is away acts go on and are logged; the tables take them when it is back. */
    private void serverGoesAndComes(NodeProcess node) throws Exception {
        server.kill();
        try {
            Said said = home.verb("act", "list");
            assertThat(said.code()).as(said.all()).isEqualTo(UNAVAILABLE);
            assertThat(said.sentences())
                    .singleElement()
                    .asString()
                    .contains("cannot be reached", "the ledger is not touched");
            ends("run", "--", "echo", "while it was away");
        } finally {
            server.startAgain();
        }
        Path log = home.home().resolve("logs/node.0.log");
        for (int waited = 0; !NodeHome.text(log).contains("the tables follow the log again"); waited += POLL_MILLIS) {
            assertThat(waited).as(NodeHome.text(log)).isLessThan(WAIT_MILLIS_MAX);
            Thread.sleep(POLL_MILLIS);
        }
        assertThat(NodeHome.text(log)).contains("the tables wait").doesNotContain(PostgresServer.PASSWORD);
        assertThat(tables(node)).contains("while it was away");
    }

    private void secondNodeIsRefused() throws Exception {
        NodeHome other = NodeHome.in(folder.resolve("other")).with("STEMMA_POSTGRES", PostgresServer.PASSWORD);
        keepOnServer(other, "first");
        Said said = other.verb("status");
        assertThat(said.sentences()).singleElement().asString().contains("is held by another node", "[state] schema");
        assertThat(said.code()).isNotZero();
    }

    private void killAtWork(NodeProcess node) throws Exception {
        Process busy = home.builder("run", "--", "sleep", "60")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("busy.txt").toFile())
                .start();
        for (int waited = 0; !tables(node).contains("\"ending\":\"running\""); waited += POLL_MILLIS) {
            assertThat(waited).isLessThan(WAIT_MILLIS_MAX);
            Thread.sleep(POLL_MILLIS);
        }
        node.kill();
        busy.destroyForcibly().waitFor();
    }

    private void backUp(NodeProcess node) throws Exception {
        String wanted = "{\"file\":\"%s\",\"withKeys\":true,\"passphrase\":\"%s\",\"again\":\"%s\"}"
                .formatted(folder.resolve("node.backup"), PHRASE, PHRASE);
        assertThat(node.post("/api/backup", wanted).statusCode()).isEqualTo(200);
    }

    /** The backup holds no tables; a node that is restored from it computes them on the server it names. */
    private void comesBack() throws Exception {
        home.removeHome();
        Path phrase = Files.writeString(folder.resolve("phrase"), PHRASE + "\n");
        Process restore = home.builder("restore", folder.resolve("node.backup").toString())
                .redirectInput(phrase.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("restored.txt").toFile())
                .start();
        assertThat(restore.waitFor())
                .as(NodeHome.text(folder.resolve("restored.txt")))
                .isZero();
        assertThat(home.home().resolve("state.db")).doesNotExist();
        home = home.with("XDG_STATE_HOME", folder.resolve("elsewhere").toString()); // which saw no newer checkpoint
        assertThat(ends("act", "list").out()).contains("while it was away").contains("unknown");
        assertThat(home.home().resolve("state.db")).doesNotExist();
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        keepOnServer(home, "second");
        home = new NodeHome(home.root(), List.of(), Map.of());
        Said said = home.verb("status");
        assertThat(said.code()).isEqualTo(UNAVAILABLE);
        assertThat(said.sentences())
                .singleElement()
                .asString()
                .contains("has no password", "STEMMA_POSTGRES", "password_variable");
        said = home.with("STEMMA_POSTGRES", "a wrong one").verb("status");
        assertThat(said.code()).isEqualTo(UNAVAILABLE);
        assertThat(said.sentences()).singleElement().asString().contains("refuses the user keeper or its password");
        assertThat(said.all()).doesNotContain("a wrong one");
    }
}
