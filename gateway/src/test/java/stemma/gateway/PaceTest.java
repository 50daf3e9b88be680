package stemma.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stemma.core.Clock;

/** How often a caller may call: what is held back, and that everybody else is not. */
class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();
    private final Clock clock = new Clock() {
        @Override
        public long millis() {
            return nanos.get() / 1_000_000;
        }

        @Override
        public long nanos() {
            return nanos.get();
        }
    };

    @Test
    void aBucketHoldsAMinutesCallsAndFillsEvenly() {
        Pace pace = new Pace(60, clock);
        for (int i = 0; i < 60; i++) {
            assertThat(pace.take("a")).isZero();
        }
        assertThat(pace.take("a")).isEqualTo(SECOND);
        assertThat(pace.take("b")).as("another caller").isZero();
        nanos.addAndGet(SECOND - 1);
        assertThat(pace.take("a")).isEqualTo(1);
        nanos.addAndGet(1);
        assertThat(pace.take("a")).isZero();
        assertThat(pace.take("a")).isEqualTo(SECOND);
        nanos.addAndGet(3_600 * SECOND);
        for (int i = 0; i < 60; i++) {
            assertThat(pace.take("a"))
                    .as("an hour fills no more than the bucket")
                    .isZero();
        }
        assertThat(pace.take("a")).isPositive();
    }

    @Test
    void manyNamesAreWorthOneMoreBucketAndNoFreshStart() {
        Pace pace = new Pace(2, clock);
        for (int i = 0; i < Pace.CALLERS_MAX; i++) {
            assertThat(pace.take("caller " + i)).isZero();
            assertThat(pace.take("caller " + i)).isZero();
        }
        assertThat(pace.take("new 1")).isZero();
        assertThat(pace.take("new 2")).isZero();
        for (int i = 3; i < 3_000; i++) {
            assertThat(pace.take("new " + i)).as("they share a bucket").isPositive();
        }
        assertThat(pace.take("caller 0")).as("nobody was forgotten").isPositive();
        nanos.addAndGet(60 * SECOND);
        assertThat(pace.take("new 1")).as("what is full again makes room").isZero();
        assertThat(pace.take("new 2")).isZero();
        assertThat(pace.take("new 3")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "2001:db8::1, 2001:db8::2:3, true",
        "2001:db8::1, 2001:db8:0:1::1, false"
    })
    void anAddressIsOneCallerAndOfTheNewSortItsNetwork(String one, String other, boolean same)
            throws UnknownHostException {
        assertThat(Paces.network(InetAddress.getByName(one)).equals(Paces.network(InetAddress.getByName(other))))
                .isEqualTo(same);
    }

    @Test
    void ratesAreBounded() {
        assertThat(new GatewayConfig.Rates(1, 1, 1, 1, GatewayConfig.Rates.CALLS_MAX))
                .isNotNull();
        assertThatThrownBy(() -> new GatewayConfig.Rates(0, 1, 1, 1, 1)).hasMessageContaining("from 1 to");
        assertThatThrownBy(() -> new GatewayConfig.Rates(1, 1, 1, 1, GatewayConfig.Rates.CALLS_MAX + 1))
                .hasMessageContaining("from 1 to");
        assertThat(GatewayConfig.standard().rates().of(Paces.Kind.CALLS)).isEqualTo(120);
    }

    /** A step is half a minute, so that no slow machine fills a bucket while this runs. */
    private static TestNode slow() {
        return new TestNode(GatewayConfig.standard().withRates(new GatewayConfig.Rates(2, 3, 4, 5, 6)));
    }

    @Test
    void whoShowsTheTokenIsHeldBackAndTheConsoleIsNot() {
        try (TestNode node = slow()) {
            assertThat(node.get("/api/echo/read?text=a").statusCode()).isEqualTo(200);
            assertThat(node.send(node.post("/api/echo/write", "{\"text\":\"a\"}"))
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> held = node.get("/api/echo/read?text=a");
            assertThat(held.statusCode()).isEqualTo(429);
            assertThat(held.body()).contains("this may be called 2 times a minute; come again in");
            assertThat(held.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(1L, 30L);
            String cookie = node.send(HttpRequest.newBuilder(node.gateway.loginLink()))
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow()
                    .split(";", 2)[0];
            for (int i = 0; i < 3; i++) {
                assertThat(console(node, cookie)).isEqualTo(200);
            }
            assertThat(console(node, cookie)).isEqualTo(429);
            node.offsetMillis.addAndGet(30_000);
            assertThat(node.get("/api/echo/read?text=a").statusCode()).isEqualTo(200);
        }
    }

    private static int console(TestNode node, String cookie) {
        return node.send(HttpRequest.newBuilder(node.uri("/api/echo/read?text=a"))
                        .header("Cookie", cookie))
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "OPERATOR, /readyz, 4",
        "OPERATOR, /, 4",
        "PUBLIC, /healthz, 4",
        "PUBLIC, /tlog/checkpoint, 5",
        "METRICS, /metrics, 6"
    })
    void everyListenerHoldsItsOpenRoutesToAPaceOfTheirOwn(Listener listener, String path, int most) {
        try (TestNode node = slow()) {
            for (int i = 0; i < most; i++) {
                assertThat(open(node, listener, path).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> held = open(node, listener, path);
            assertThat(held.statusCode()).isEqualTo(429);
            assertThat(held.headers().firstValue("Retry-After")).isPresent();
            assertThat(open(
                                    node,
                                    listener == Listener.METRICS ? Listener.PUBLIC : Listener.METRICS,
                                    listener == Listener.METRICS ? "/healthz" : "/metrics")
                            .statusCode())
                    .as("another listener")
                    .isEqualTo(200);
            assertThat(node.get("/api/echo/read?text=a").statusCode())
                    .as("the operator")
                    .isEqualTo(200);
        }
    }

    @Test
    void wrongTokensAreHeldBackByTheirOwnCountAndSpendNothingOfTheRightOnes() {
        try (TestNode node = slow()) {
            for (int i = 0; i < Credentials.FAILURES_MAX; i++) {
                assertThat(guess(node)).isEqualTo(401);
            }
            assertThat(guess(node)).isEqualTo(429);
            assertThat(node.get("/api/echo/read?text=a").statusCode()).isEqualTo(200);
        }
    }

    private static int guess(TestNode node) {
        return node.send(HttpRequest.newBuilder(node.uri("/api/echo/read?text=a"))
                        .header("Authorization", "Bearer x"))
                .statusCode();
    }

    private static HttpResponse<String> open(TestNode node, Listener listener, String path) {
        return node.send(HttpRequest.newBuilder(node.uri(listener, path)));
    }
}
