package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of a real node: of acts over its restarts, and of calls while it serves. */
class RuleLimitTest {
    private static final int DENIED = 1;

    @TempDir
    private Path folder;

    /** Each verb is a node of its own, so that only the log can know of the one before. */
    @Test
    void aLimitOutlivesTheProcessThatCountedIt() throws IOException, InterruptedException {
        NodeHome home = NodeHome.in(folder);
        Files.writeString(
                home.home().resolve("policy.rules"),
                "allow vault.* * by operator\nlimit vault.list * to 2 an hour  # slowly\n");
        assertThat(home.verb("vault", "list").code()).isZero();
        assertThat(home.verb("vault", "list").code()).isZero();
        Said third = home.verb("vault", "list");
        assertThat(third.code()).as(third.all()).isEqualTo(DENIED);
        assertThat(third.err()).contains("slowly; 2 an hour are reached; come again in 59 min");
        assertThat(home.verb("policy", "show").out()).contains("limit vault.list * to 2 an hour", "0 left");
    }

    @Test
    void whoShowsTheTokenTooOftenIsToldWhenToComeAgain() throws IOException, InterruptedException {
        NodeHome home = NodeHome.in(folder);
        Path settings = home.home().resolve("node.toml");
        Files.writeString(
                settings, Files.readString(settings).replace("calls_a_minute = 1000000", "calls_a_minute = 2"));
        try (NodeProcess node = home.up()) {
            assertThat(node.get("/api/status").statusCode()).isEqualTo(200);
            assertThat(node.get("/api/status").statusCode()).isEqualTo(200);
            HttpResponse<String> held = node.get("/api/status");
            assertThat(held.statusCode()).isEqualTo(429);
            assertThat(held.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(1L, 30L);
            assertThat(held.body()).contains("this may be called 2 times a minute");
        }
    }
}
