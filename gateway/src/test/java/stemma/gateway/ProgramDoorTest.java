package stemma.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stemma.core.Refusal;

/** How strangers reach programs, and what of either side passes the door. */
final class ProgramDoorTest {
    private final TestNode node = new TestNode();
    private final List<PublicPrograms.Ask> asked = new ArrayList<>();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aProgramIsAskedWithoutCredentials() {
        node.programs = this::answer;
        HttpResponse<String> response =
                node.send(HttpRequest.newBuilder(node.uri(Listener.PUBLIC, "/c/one/a/b?x=y%20z"))
                        .header("X-Asked", "1")
                        .header("X-Asked", "2")
                        .header("Authorization", "Bearer secret-4711")
                        .header("Cookie", "secret-4711")
                        .header("Proxy-Authorization", "secret-4711")
                        .PUT(HttpRequest.BodyPublishers.ofString("body")));
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo("said");
        PublicPrograms.Ask ask = asked.getFirst();
        assertThat(List.of(ask.method(), ask.name(), ask.path(), ask.query()))
                .containsExactly("PUT", "one", "/a/b", "x=y%20z");
        assertThat(ask.body()).isEqualTo("body".getBytes(StandardCharsets.UTF_8));
        assertThat(ask.headers()).containsEntry("x-asked", "1, 2");
        assertThat(ask.headers()).doesNotContainKeys("authorization", "cookie", "proxy-authorization", "host");
        assertThat(ask.headers().toString()).doesNotContain("secret-4711");
    }

    @Test
    void aProgramCannotLeaveItsSandboxByAHeader() {
        node.programs = this::answer;
        HttpResponse<String> response = node.send(HttpRequest.newBuilder(node.uri(Listener.PUBLIC, "/c/one")));
        assertThat(asked.getFirst().path()).isEqualTo("/");
        assertThat(response.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("sandbox ")
                .contains("form-action 'self'", "frame-ancestors 'none'")
                .doesNotContain("allow-same-origin", "allow-top-navigation", "allow-popups");
        assertThat(response.headers().firstValue("X-Mine")).hasValue("yes");
    }

    @Test
    void aBodyIsAtMostAsLargeAsItsLimit() {
        node.programs = this::answer;
        int most = GatewayConfig.standard().bodyBytesMax();
        assertThat(posted(most).statusCode()).isEqualTo(202);
        assertThat(asked.getFirst().body()).hasSize(most);
        assertThat(posted(most + 1).statusCode()).isEqualTo(413);
        assertThat(asked).hasSize(1);
    }

    private HttpResponse<String> posted(int bytes) {
        return node.send(HttpRequest.newBuilder(node.uri(Listener.PUBLIC, "/c/one"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes])));
    }

    @Test
    void whatIsNotServedOrNotNowIsSaidPlainly() {
        assertThat(node.send(HttpRequest.newBuilder(node.uri(Listener.PUBLIC, "/c/none")))
                        .statusCode())
                .isEqualTo(404);
        node.programs = ask -> {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "not now");
        };
        HttpResponse<String> refused = node.send(HttpRequest.newBuilder(node.uri(Listener.PUBLIC, "/c/one")));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("not now");
    }

    private Optional<PublicPrograms.Reply> answer(PublicPrograms.Ask ask) {
        asked.add(ask);
        return Optional.of(new PublicPrograms.Reply(
                202,
                "text/plain",
                Map.of("content-security-policy", "default-src *", "X-Mine", "yes"),
                "said".getBytes(StandardCharsets.UTF_8)));
    }
}
