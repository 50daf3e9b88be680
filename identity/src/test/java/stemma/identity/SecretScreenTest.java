package stemma.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import stemma.core.Screen;
import stemma.core.Secret;

/** Secrets are found in whatever stands around them, and what only looks random passes unchanged. */
final class SecretScreenTest {
    private static final int SEEDS = 100;
    private static final List<String> AROUND = List.of(
            "%s",
            "key = \"%s\"",
            "KEY=%s\n",
            "curl -H 'Authorization: Bearer %s' https://example.org",
            "{\"key\":\"%s\",\"a\":1}",
            "Größe 漢 😀 (%s).",
            "https://example.org/?token=%s&x=1",
            "a\n\n\t- %s\r\nb");

    private static Screen screen(String... held) {
        List<SecretSource.Known> known = new ArrayList<>();
        for (String value : held) {
            known.add(new SecretSource.Known(new Handle(Handle.Source.VAULT, "held" + known.size()), Secret.of(value)));
        }
        return new SecretScreen(() -> known);
    }

    @Test
    void everyPlantedTokenIsFoundWhole(TestReporter reporter) {
        Screen screen = screen();
        int planted = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            for (String token : new PlantedTokens(seed).one()) {
                for (String around : AROUND) {
                    String text = around.formatted(token);
                    assertThat(screen.masked(text))
                            .as("seed %d: %s", seed, text)
                            .doesNotContain(token);
                    assertThat(screen.hits(text))
                            .as("seed %d: %s", seed, text)
                            .singleElement()
                            .satisfies(hit -> {
                                assertThat(text.substring(hit.from(), hit.to())).startsWith(token.strip());
                                assertThat(screen.masked(text))
                                        .isEqualTo(text.substring(0, hit.from()) + "[secret " + hit.label() + "]"
                                                + text.substring(hit.to()));
                            });
                    planted++;
                }
            }
        }
        reporter.publishEntry("tokens-found", String.valueOf(planted));
    }

    @Test
    void aHeldSecretIsFoundInItsThreeForms() {
        String value = "correct horse/battery+staple";
        Screen screen = screen(value);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        for (String form : List.of(value, base64, "correct+horse%2Fbattery%2Bstaple")) {
            assertThat(screen.masked("a " + form + " b")).isEqualTo("a [secret vault:held0] b");
            assertThat(screen.masked("x" + form + form + "y")).isEqualTo("x[secret vault:held0][secret vault:held0]y");
        }
        assertThat(screen.masked("correct horse/battery+stapl")).isEqualTo("correct horse/battery+stapl");
    }

    @Test
    void aHeldSecretThatCouldBeAWordCountsOnlyAlone() {
        Screen screen = screen("password", "a secret of some length");
        assertThat(screen.masked("password: password.")).isEqualTo("[secret vault:held0]: [secret vault:held0].");
        assertThat(screen.masked("passwords, mypassword, password1")).isEqualTo("passwords, mypassword, password1");
        assertThat(screen.masked("xa secret of some lengthy")).isEqualTo("x[secret vault:held1]y");
    }

    @Test
    void hitsThatOverlapBecomeOne() {
        String token = "ghp_" + new PlantedTokens(1).drawn("ABCDEFGHIJ0123456789", 36);
        Screen screen = screen(token, token.substring(0, 20), "tail-of-it-" + "0".repeat(10));
        assertThat(screen.masked("<" + token + ">")).isEqualTo("<[secret vault:held0]>");
    }

    @Test
    void aPlaceIsCountedAsAnEditorCounts() {
        Screen screen = screen("a secret of some length");
        String text = "one\ntwo\n  a secret of some length";
        assertThat(screen.hits(text).getFirst().place(text)).isEqualTo("line 3, column 3");
        assertThat(new Screen.Hit(0, 1, "x").place("abc")).isEqualTo("line 1, column 1");
    }

    @Test
    void whatOnlyLooksRandomPassesUnchanged(TestReporter reporter) {
        Screen screen = screen("a secret of some length");
        Random random = new Random(7);
        List<String> texts = new ArrayList<>(List.of(
                "-----BEGIN PRIVATE KEY-----",
                "if (text.startsWith(\"-----BEGIN RSA PRIVATE KEY-----\")) { return parse(text); }",
                "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ8\n-----END CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----",
                ".sk-loading-indicator-2xlarge-animation { color: red }",
                "sk-SK, sk-learn, task-12345678901234567890, risk-0123456789abcdef0123456789",
                "AKIAIOSFODNN7EXAMPLE",
                "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx and sk-... and $OPENAI_API_KEY",
                "export STRIPE=sk_live_YOUR_KEY_HERE",
                "eyJhbGciOi.short.x",
                "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
                "node+0badcafe+AXUhcLqZ8k0d0GmJ0zJrI7Ag0L0zG1y0N1l2m3n4o5p6"));
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[48];
            random.nextBytes(bytes);
            texts.add(HexFormat.of().formatHex(bytes));
            texts.add(new UUID(random.nextLong(), random.nextLong()).toString());
            texts.add("\"integrity\": \"sha512-" + Base64.getEncoder().encodeToString(bytes) + "\"");
            texts.add(Base64.getUrlEncoder().encodeToString(bytes));
        }
        for (int i = 0; i < 20; i++) {
            byte[] image = new byte[200_000];
            random.nextBytes(image);
            texts.add("data:image/png;base64," + Base64.getEncoder().encodeToString(image));
            texts.add(new String(image, StandardCharsets.ISO_8859_1));
        }
        for (String text : texts) {
            assertThat(screen.hits(text))
                    .as(text.substring(0, Math.min(120, text.length())))
                    .isEmpty();
            assertThat(screen.masked(text)).isSameAs(text);
        }
        reporter.publishEntry("benign-texts", String.valueOf(texts.size()));
    }

    @Test
    void theHouseItselfPassesUnchanged(TestReporter reporter) throws IOException {
        Screen screen = screen("a secret of some length");
        int files = 0;
        long bytes = 0;
        try (Stream<Path> all = Files.walk(Path.of("..").toRealPath(), 12)) {
            for (Path file : all.filter(SecretScreenTest::source).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(screen.hits(text)).as(file.toString()).isEmpty();
                files++;
                bytes += text.length();
            }
        }
        assertThat(files).isGreaterThan(300);
        reporter.publishEntry("house-files", files + " files, " + bytes + " bytes");
    }

    private static boolean source(Path file) {
        String path = file.toString();
        boolean read = path.contains("/src/main/") || path.contains("/docs/") || path.endsWith("package-lock.json");
        return read && !path.contains("/node_modules/") && !path.contains("/target/") && Files.isRegularFile(file);
    }
}
