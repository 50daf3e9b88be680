package stemma.cartridge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers a cartridge may set. */
final class ResponseHeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"ETag", "cache-control", "Location", "Vary", "x-made", "X-A1-b"})
    void itsOwn(String name) {
        assertThat(ResponseHeaders.allowed(name, "v".repeat(ResponseHeaders.VALUE_CHARS_MAX)))
                .isTrue();
        assertThat(ResponseHeaders.allowed(name, "v".repeat(ResponseHeaders.VALUE_CHARS_MAX + 1)))
                .as("one character past the limit")
                .isFalse();
        assertThat(ResponseHeaders.allowed(name, "a\r\nSet-Cookie: b")).isFalse();
        assertThat(ResponseHeaders.allowed(name, "é")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Set-Cookie",
                "Content-Security-Policy",
                "content-security-policy-report-only",
                "Access-Control-Allow-Origin",
                "X-Frame-Options",
                "x-content-type-options",
                "Strict-Transport-Security",
                "Clear-Site-Data",
                "Service-Worker-Allowed",
                "Content-Length",
                "Transfer-Encoding",
                "Connection",
                "Refresh",
                "Link",
                "Cross-Origin-Opener-Policy",
                "WWW-Authenticate",
                "x-",
                "x-a b",
                ""
            })
    void theNodes(String name) {
        assertThat(ResponseHeaders.allowed(name, "v")).isFalse();
    }
}
