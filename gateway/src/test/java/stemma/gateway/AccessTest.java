package stemma.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stemma.core.Entropy;

class AccessTest {
    private static final String READ = "/api/echo/read?text=a";
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void withoutCredentialOrWithAWrongOneNothingIsServed() {
        assertThat(node.send(plain(READ)).statusCode()).isEqualTo(401);
        for (String wrong : new String[] {
            "",
            "Bearer",
            "Bearer x",
            "Basic " + node.token.text(),
            "Bearer " + Token.make(Entropy.system()).text()
        }) {
            HttpResponse<String> response = node.send(plain(READ).header("Authorization", wrong));
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).contains("the token is wrong").doesNotContain(node.token.text());
        }
        assertThat(node.send(plain("/api/events")).statusCode()).isEqualTo(401);
        assertThat(node.send(plain("/api/openapi.json")).statusCode()).isEqualTo(401);
    }

    @Test
    void guessesAreBoundedAndTheRightTokenStillPasses() {
        for (int i = 0; i < Credentials.FAILURES_MAX; i++) {
            assertThat(guess().statusCode()).isEqualTo(401);
        }
        assertThat(guess().statusCode()).isEqualTo(429);
        assertThat(node.send(plain("/login?once=guess")).statusCode()).isEqualTo(429);
        assertThat(node.get(READ).statusCode()).isEqualTo(200);
        node.offsetMillis.addAndGet(Credentials.FAILURES_WINDOW_MILLIS);
        assertThat(guess().statusCode()).isEqualTo(401);
    }

    @Test
    void aPersonsBrowserIsAnsweredWithAPage() {
        HttpResponse<String> page = node.send(plain("/login?once=used").header("Accept", "text/html,*/*"));
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(page.body())
                .contains("<p>this link was used")
                .contains("stemma login")
                .contains("href=\"/\"");
        HttpResponse<String> api = node.send(plain("/api/nothing").header("Accept", "text/html"));
        assertThat(api.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(node.send(plain("/login?once=used")).headers().firstValue("Content-Type"))
                .hasValue("application/json");
    }

    @Test
    void aLinkLogsInOnceAndItsCookieServes() {
        URI link = node.gateway.loginLink();
        HttpResponse<String> login = node.send(HttpRequest.newBuilder(link));
        assertThat(login.statusCode()).isEqualTo(303);
        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain(node.token.text());
        String pair = cookie.split(";", 2)[0];
        assertThat(node.send(plain(READ).header("Cookie", pair)).body()).contains("operator:console");
        assertThat(node.send(HttpRequest.newBuilder(link)).statusCode()).isEqualTo(401);
    }

    @Test
    void linksExpireAndSoDoSessions() {
        URI link = node.gateway.loginLink();
        node.offsetMillis.addAndGet(Credentials.CODE_LIFE_MILLIS);
        assertThat(node.send(HttpRequest.newBuilder(link)).statusCode()).isEqualTo(401);
        String cookie = session();
        node.offsetMillis.addAndGet(Credentials.SESSION_LIFE_MILLIS - 60_000);
        assertThat(node.send(plain(READ).header("Cookie", cookie)).statusCode()).isEqualTo(200);
        node.offsetMillis.addAndGet(60_000);
        assertThat(node.send(plain(READ).header("Cookie", cookie)).statusCode()).isEqualTo(401);
    }

    @Test
    void onlyTheNewestLinksAreKept() {
        URI oldest = node.gateway.loginLink();
        for (int i = 1; i < Credentials.CODES_MAX; i++) {
            node.gateway.loginLink();
        }
        URI newest = node.gateway.loginLink();
        assertThat(node.send(HttpRequest.newBuilder(oldest)).statusCode()).isEqualTo(401);
        assertThat(node.send(HttpRequest.newBuilder(newest)).statusCode()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.2.3", "9999999999999.a.b", "..."})
    void forgedCookiesAreRefused(String value) {
        String cookie = Guard.cookieName(node.port()) + "=" + value;
        assertThat(node.send(plain(READ).header("Cookie", cookie)).statusCode()).isEqualTo(401);
    }

    @Test
    void aCookieAloneChangesNothing() {
        String cookie = session();
        String own = "http://localhost:" + node.port();
        assertThat(change(cookie).statusCode()).isEqualTo(403);
        assertThat(change(cookie, "Origin", "http://evil.example").statusCode()).isEqualTo(403);
        assertThat(change(cookie, "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(change(cookie, "Origin", "http://127.0.0.1:1").statusCode()).isEqualTo(403);
        assertThat(change(cookie, "Origin", own, "Sec-Fetch-Site", "same-site").statusCode())
                .isEqualTo(403);
        assertThat(change(cookie, "Origin", own).statusCode()).isEqualTo(200);
    }

    @Test
    void foreignPagesReadNothing() {
        String cookie = session();
        for (String site : new String[] {"cross-site", "same-site", "odd"}) {
            assertThat(node.send(plain(READ).header("Cookie", cookie).header("Sec-Fetch-Site", site))
                            .statusCode())
                    .isEqualTo(403);
        }
        for (String site : new String[] {"same-origin", "none"}) {
            assertThat(node.send(plain(READ).header("Cookie", cookie).header("Sec-Fetch-Site", site))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aBodyThatAFormCouldSendIsRefused() {
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", "application/jsonx"}) {
            HttpRequest.Builder request = node.request("/api/echo/write")
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"a\"}"));
            HttpResponse<String> refused = node.send(request);
            assertThat(refused.statusCode()).isEqualTo(415);
            assertThat(refused.headers().firstValue("Connection")).hasValue("close");
        }
        HttpRequest.Builder read = node.request("/api/echo/write")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"a\"}"));
        assertThat(node.send(read).headers().firstValue("Connection")).isEmpty();
    }

    @Test
    void everyListenerKnowsItsNames() throws IOException {
        for (Listener listener : Listener.values()) {
            int port = node.gateway.port(listener);
            String path = listener == Listener.METRICS ? "/metrics" : "/healthz";
            for (String host :
                    new String[] {"127.0.0.1:" + port, "localhost:" + port, "LOCALHOST:" + port, "[::1]:" + port}) {
                assertThat(status(listener, path, "Host: " + host)).isEqualTo("200");
            }
            for (String host : new String[] {
                "evil.example", "evil.example:" + port, "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:" + port
            }) {
                assertThat(status(listener, path, "Host: " + host)).as(host).isIn("421", "400");
            }
            assertThat(status(listener, path, "X: y")).isIn("421", "400");
            assertThat(status(listener, path, "Host: localhost:" + port + "\r\nHost: evil.example"))
                    .isIn("421", "400");
        }
    }

    private String status(Listener listener, String path, String headers) throws IOException {
        String answer = node.raw(listener, "GET " + path + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");
        return answer.split(" ", 3)[1];
    }

    private HttpResponse<String> guess() {
        return node.send(plain(READ).header("Authorization", "Bearer guess"));
    }

    private String session() {
        HttpResponse<String> login = node.send(HttpRequest.newBuilder(node.gateway.loginLink()));
        return login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private HttpResponse<String> change(String cookie, String... headers) {
        HttpRequest.Builder request = plain("/api/echo/write")
                .header("Cookie", cookie)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"a\"}"));
        return node.send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpRequest.Builder plain(String path) {
        return HttpRequest.newBuilder(node.uri(path));
    }
}
