package stemma.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import stemma.core.Json;
import stemma.core.JsonException;

/** The tokens whose form their issuers made known so that they can be found where they should not be. */
final class TokenShapes {
    private static final int RUN_CHARS_MIN = 16;
    private static final int PEM_CHARS_MIN = 60;

    static final List<TokenShape> ALL = List.of(
            shape("aws-access-key", "(?:AKIA|ASIA)([A-Z2-7]{16})(?![A-Za-z0-9])", "AKIA", "ASIA"),
            shape(
                    "github-token",
                    "gh[pousr]_([A-Za-z0-9]{36,255})(?![A-Za-z0-9_])",
                    "ghp_",
                    "gho_",
                    "ghu_",
                    "ghs_",
                    "ghr_"),
            shape("github-token", "github_pat_([A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9_])", "github_pat_"),
            shape(
                    "gitlab-token",
                    "gl(?:pat|ptt|rt|dt|cbt)-([A-Za-z0-9_.-]{20,300}+)",
                    "glpat-",
                    "glptt-",
                    "glrt-",
                    "gldt-",
                    "glcbt-"),
            shape(
                    "slack-token",
                    "xox[abeoprs]-([A-Za-z0-9-]{20,250}+)",
                    "xoxa-",
                    "xoxb-",
                    "xoxe-",
                    "xoxo-",
                    "xoxp-",
                    "xoxr-",
                    "xoxs-"),
            shape("slack-token", "xapp-([0-9]-[A-Za-z0-9-]{20,250}+)", "xapp-"),
            shape(
                    "stripe-key",
                    "(?:sk|rk)_(?:live|test)_([A-Za-z0-9]{16,250}+)",
                    "sk_live_",
                    "sk_test_",
                    "rk_live_",
                    "rk_test_"),
            shape("stripe-key", "whsec_([A-Za-z0-9+/=]{32,100}+)", "whsec_"),
            new TokenShape(
                    "api-key", List.of("sk-"), Pattern.compile("sk-([A-Za-z0-9_-]{20,300}+)"), TokenShapes::apiKey),
            shape("google-key", "AIza([A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])", "AIza"),
            shape("npm-token", "npm_([A-Za-z0-9]{36})(?![A-Za-z0-9_])", "npm_"),
            shape("pypi-token", "pypi-(AgEI[A-Za-z0-9_-]{50,400}+)", "pypi-AgEI"),
            shape("huggingface-token", "hf_([A-Za-z0-9]{34,40})(?![A-Za-z0-9_])", "hf_"),
            shape("sendgrid-key", "SG\\.([A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])", "SG."),
            shape(
                    "age-key",
                    "AGE-SECRET-KEY-1([QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58})(?![A-Za-z0-9])",
                    "AGE-SECRET-KEY-1"),
            shape(
                    "signing-key",
                    "PRIVATE\\+KEY\\+[^\\s+]{1,200}\\+[0-9a-f]{8}\\+([A-Za-z0-9+/]{43,44}=?)",
                    "PRIVATE+KEY+"),
            new TokenShape(
                    "jwt",
                    List.of("eyJ"),
                    Pattern.compile(
                            "(eyJ[A-Za-z0-9_-]{8,2000}+)\\.eyJ[A-Za-z0-9_-]{6,16000}+" + "\\.[A-Za-z0-9_-]{16,2000}+"),
                    TokenShapes::jwtHeader),
            new TokenShape(
                    "private-key",
                    List.of("-----BEGIN "),
                    Pattern.compile("-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
                            + "([A-Za-z0-9+/=\\s\\\\:,.-]{1,16384}?)"
                            + "(?:-----END [A-Z0-9 ]{1,60}-----|(?=[^A-Za-z0-9+/=\\s\\\\:,.-])|\\z)"),
                    TokenShapes::keyBody));

    private TokenShapes() {}

    private static TokenShape shape(String label, String form, String... prefixes) {
        return new TokenShape(label, List.of(prefixes), Pattern.compile(form), TokenShape::random);
    }

    /** Many names begin with sk and a hyphen; a key has one long run that no hyphen divides. */
    private static boolean apiKey(String body) {
        return Arrays.stream(body.split("[_-]", -1))
                .anyMatch(run -> run.length() >= RUN_CHARS_MIN && TokenShape.random(run));
    }

    private static boolean jwtHeader(String header) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(header);
            return Json.parse(new String(decoded, StandardCharsets.UTF_8)) instanceof Json.Obj object
                    && object.find("alg").isPresent();
        } catch (IllegalArgumentException | JsonException e) {
            return false;
        }
    }

    /** A program that speaks of such blocks writes their first line and no key below it. */
    private static boolean keyBody(String body) {
        long base64 = body.chars()
                .filter(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '+' || c == '/'))
                .count();
        return base64 >= PEM_CHARS_MIN && TokenShape.random(body);
    }
}
