package stemma.core;

/**
 * What a named operator signed an answer with, as it stands in the log: enough for anybody to check it
 * again, together with the {@link Statement} that the question's entry gives.
 *
 * @param key fingerprint of the public key, {@code SHA256:} and base64 without padding
 * @param value the signature in the form of its tool, as base64 on one line
 */
public record Signature(String key, String value) {
    public static final int KEY_CHARS_MAX = 100;
    public static final int VALUE_CHARS_MAX = 2_000;

    public Signature {
        Limits.text("a key's fingerprint", key, 1, KEY_CHARS_MAX);
        Limits.text("a signature", value, 1, VALUE_CHARS_MAX);
    }
}
