package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.policy.RuleBook;

/**
 * The console in a real Chromium against the real node: what a person would meet on a node that has
 * run commands, worked on goals, and waits for an answer. The checks themselves are in
 * {@code it/browser}, in the browser's own language.
 */
class ConsoleTest {
    private static final int NPM_SECONDS_MAX = 300;
    private static final int BROWSER_SECONDS_MAX = 600;

    @TempDir
    private Path folder;

    @Test
    void everyRoomIsSoundOnARealNode() throws Exception {
        Needs.tool("npm", "the console is not tested");
        Needs.that(
                Files.isExecutable(chromium()),
                "there is no Chromium at " + chromium() + ", so that the console is not tested");
        Path it = repository().resolve("it");
        Npm.installed(it, "node_modules/playwright-core", "the console");
        NodeHome home = NodeHome.in(folder).with("JAVA_TOOL_OPTIONS", "-Dstemma.console=" + console());
        prepare(home.work());
        Files.writeString(home.home().resolve("policy.rules"), rules());
        try (NodeProcess node = home.up()) {
            happen(home, node);
            Said browser = Npm.run(
                    it,
                    Map.of("STEMMA_URL", node.url(), "STEMMA_LOGIN", login(home)),
                    BROWSER_SECONDS_MAX,
                    "npm",
                    "test");
            assertThat(browser.code()).as(browser.all()).isZero();
        }
    }

    /** The repository's root: the tests of a module start in its folder. */
    static Path repository() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    static Path chromium() {
        return Path.of(System.getenv().getOrDefault("STEMMA_CHROMIUM", "/usr/bin/chromium"));
    }

    private static Path console() throws Exception {
        Path source = repository().resolve("console");
        if (!Files.exists(source.resolve("dist/index.html"))) {
            Npm.installed(source, "node_modules/vite", "the console");
            Said built = Npm.run(source, Map.of(), NPM_SECONDS_MAX, "npm", "run", "build");
            assertThat(built.code()).as(built.all()).isZero();
        }
        return source.resolve("dist");
    }

    /** A small project for the node to work on. */
    private static void prepare(Path work) throws IOException {
        Files.writeString(work.resolve("README.md"), "# abacus\n\nA small calculator.\n");
        Files.writeString(work.resolve("Makefile"), ".PHONY: test\ntest:\n\t@echo ok\n");
    }

    /** The rules of a new home, and one that makes a goal wait for a person. */
    private static String rules() throws IOException {
        try (InputStream standard = RuleBook.class.getResourceAsStream("default.rules")) {
            String text = new String(Objects.requireNonNull(standard).readAllBytes(), StandardCharsets.UTF_8);
            return text + "ask proc.exec make * by goal # builds run the project's own code\n"
                    + "limit proc.exec * by goal to 1000 a day\n";
        }
    }

    /** Runs, a goal with a report, and a question that waits for a person. */
    private static void happen(NodeHome home, NodeProcess node) throws Exception {
        String work = home.work().toString();
        assertThat(home.verb("run", "--", "sh", "-c", "echo ran; echo made > made.txt; rm README.md")
                        .code())
                .isZero();
        assertThat(home.verb("run", "--", "sh", "-c", "exit 3").code()).isEqualTo(3);
        assertThat(home.verb("goal", "Count the lines of code", "--dir", work).code())
                .isZero();
        assertThat(home.verb("run", "--", "sh", "-c", "echo lint: >> Makefile").code())
                .isZero();
        HttpResponse<String> goal = node.post(
                "/api/goal",
                "{\"text\":\"Run the tests and report\",\"dir\":\"" + work + "\",\"template\":\"run-tests\"}");
        assertThat(goal.statusCode()).as(goal.body()).isEqualTo(200);
        String changed = node.get("/api/run/list?limit=1").body();
        String run = changed.replaceFirst(".*?\"id\":\"([0-9.]+)\".*", "$1");
        assertThat(node.post("/api/apply", "{\"id\":\"" + run + "\",\"paths\":[]}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(node.get("/api/approval/list").body())
                .contains("applies run")
                .contains("Makefile");
    }

    /** A link that was not used yet. */
    static String login(NodeHome home) throws Exception {
        Said said = home.verb("login");
        return said.all()
                .lines()
                .flatMap(line -> Stream.of(line.split("\\s+")))
                .filter(word -> word.contains("/login?once="))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no login link in: " + said.all()));
    }
}
