package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.policy.RuleBook;

/**
 * A page that a cartridge serves, in a real Chromium whose operator is logged in to the console while a
 * question waits: it cannot read what the operator can, answer, or frame the console. What it tries is in
 * {@code attacker.html}, what may come of it in {@code it/browser/cartridge.test.js}.
 */
final class CartridgePageTest {
    private static final int BROWSER_SECONDS_MAX = 120;
    private static final int PAGE_AT = 16;

    @TempDir
    private Path folder;

    @Test
    void aHostilePageReachesNothing() throws Exception {
        Wabt.needed();
        Needs.tool("npm", "the page of a cartridge is not tested");
        Needs.that(
                Files.isExecutable(ConsoleTest.chromium()),
                "there is no Chromium at " + ConsoleTest.chromium()
                        + ", so that the page of a cartridge is not tested");
        Path it = ConsoleTest.repository().resolve("it");
        Npm.installed(it, "node_modules/playwright-core", "the page of a cartridge");
        NodeHome home = NodeHome.in(folder);
        String door = CartridgeTest.door(home);
        Files.writeString(
                home.home().resolve("policy.rules"),
                resource(RuleBook.class, "default.rules") + "ask cartridge.delete * by operator # somebody is asked\n");
        try (NodeProcess node = home.up()) {
            Path page = Wabt.wasm(folder, "hostile", page(resource(getClass(), "attacker.html")));
            assertThat(node.post("/api/cartridge/deploy", "{\"file\":\"" + page + "\"}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(node.post("/api/cartridge/delete", "{\"slug\":\"hostile\"}")
                            .statusCode())
                    .as("a question waits")
                    .isEqualTo(409);
            Map<String, String> variables = Map.of(
                    "STEMMA_URL", node.url(),
                    "STEMMA_LOGIN", ConsoleTest.login(home),
                    "STEMMA_PAGE", door + "/c/hostile");
            Said browser = Npm.run(it, variables, BROWSER_SECONDS_MAX, "node", "--test", "browser/cartridge.test.js");
            assertThat(browser.code()).as(browser.all()).isZero();
            assertThat(browser.all()).contains("pass 3", "skipped 0");
        }
    }

    /** A module that answers with this page. */
    private static String page(String html) {
        return """
                (module
                  (import "x402" "response" (func $response (param i32 i32 i32 i32 i32)))
                  (memory (export "memory") 1)
                  (data (i32.const 0) "text/html") (data (i32.const %1$d) "%2$s")
                  (func (export "x402_handle") (param i32 i32)
                    (call $response (i32.const 200) (i32.const %1$d) (i32.const %3$d) (i32.const 0) (i32.const 9))))
                """.formatted(PAGE_AT, Wabt.data(html), html.getBytes(StandardCharsets.UTF_8).length);
    }

    private static String resource(Class<?> beside, String name) throws IOException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
