package stemma.identity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Tokens of every known form, drawn anew from a seed: none was ever issued. */
final class PlantedTokens {
    private static final String ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String URL = ALNUM + "_-";

    private final Random random;

    PlantedTokens(long seed) {
        random = new Random(seed);
    }

    List<String> one() {
        List<String> tokens = new ArrayList<>(List.of(
                "AKIA" + drawn("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
                "ghp_" + drawn(ALNUM, 36),
                "github_pat_" + drawn(ALNUM, 22) + "_" + drawn(ALNUM, 59),
                "glpat-" + drawn(ALNUM, 20),
                "xoxb-" + drawn("0123456789", 12) + "-" + drawn("0123456789", 12) + "-" + drawn(ALNUM, 24),
                "sk_live_" + drawn(ALNUM, 24),
                "rk_test_" + drawn(ALNUM, 32),
                "sk-" + drawn(ALNUM, 48),
                "sk-proj-" + drawn(ALNUM, 64) + "T3BlbkFJ" + drawn(ALNUM, 64),
                "sk-ant-api03-" + drawn(ALNUM, 90) + "-AA",
                "sk-or-v1-" + drawn("0123456789abcdef", 64),
                "AIza" + drawn(URL, 35),
                "npm_" + drawn(ALNUM, 36),
                "hf_" + drawn(ALNUM, 34),
                "AGE-SECRET-KEY-1" + drawn("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58),
                "PRIVATE+KEY+node.example/a+0badcafe+" + Base64.getEncoder().encodeToString(bytes(33)),
                jwt(),
                pem("RSA PRIVATE KEY", "\n"),
                pem("PRIVATE KEY", "\\n"),
                pem("OPENSSH PRIVATE KEY", "\r\n")));
        return tokens;
    }

    private String jwt() {
        return url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + url("{\"sub\":\"" + drawn(ALNUM, 8) + "\"}") + "."
                + drawn(URL, 43);
    }

    private static String url(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private String pem(String kind, String newline) {
        StringBuilder block = new StringBuilder("-----BEGIN " + kind + "-----" + newline);
        String body = Base64.getEncoder().encodeToString(bytes(600));
        for (int at = 0; at < body.length(); at += 64) {
            block.append(body, at, Math.min(body.length(), at + 64)).append(newline);
        }
        return block.append("-----END ").append(kind).append("-----").toString();
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** At least one digit and one letter, as what issuers draw has all but surely. */
    String drawn(String alphabet, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        boolean mixed =
                text.chars().anyMatch(Character::isDigit) && text.chars().anyMatch(Character::isLetter);
        return mixed || !alphabet.contains("A") ? text.toString() : drawn(alphabet, count);
    }
}
