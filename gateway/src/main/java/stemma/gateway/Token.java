package stemma.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import stemma.core.Entropy;

/**
 * The operator's credential: 32 random bytes, made once per home. Whoever holds it is the operator.
 * It compares in constant time and never appears in {@link #toString()}. Immutable, thread-safe.
 */
public final class Token {
    /** The random part of a token. */
    public static final int SIZE_BYTES = 32;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    /** A new one. */
    public static Token make(Entropy entropy) {
        return new Token(random(entropy));
    }

    /** Reads what {@link #text()} wrote; throws {@link IllegalArgumentException} without showing it. */
    public static Token parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("a token is 43 characters of A-Z a-z 0-9 _ -, and this is not");
        }
        return new Token(text);
    }

    /** The secret itself, for the file that keeps it. */
    public String text() {
        return text;
    }

    boolean matches(String other) {
        return same(text, other);
    }

    /** A code that only a holder of this token can make for the message. */
    String sign(String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(text.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return encode(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256, but this one does not", e);
        }
    }

    /** Random text with as much entropy as a token. */
    static String random(Entropy entropy) {
        return encode(entropy.bytes(SIZE_BYTES));
    }

    /** Compares without telling by its duration how much was right. */
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Token[hidden]";
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
