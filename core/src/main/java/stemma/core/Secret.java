package stemma.core;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A text that nobody is shown: a key, a password, a passphrase. It is told apart by its type, so that
 * every face knows without being told: the command line asks for it without an echo and never takes it
 * as an argument, and the wire reads it and refuses to write it. Only a sink calls {@link #reveal}.
 * Immutable and thread-safe.
 */
public final class Secret {
    /** The longest secret, in bytes of UTF-8. */
    public static final int SECRET_BYTES_MAX = 32 * 1024;

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** Throws {@link IllegalArgumentException}, which repeats nothing of the text. */
    public static Secret of(String text) {
        try {
            JsonText.requirePaired(text);
        } catch (JsonException e) {
            throw new IllegalArgumentException("a secret is text, and half a character is none", e);
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > SECRET_BYTES_MAX) {
            throw new IllegalArgumentException("a secret has at most " + SECRET_BYTES_MAX + " bytes");
        }
        return new Secret(text);
    }

    /** Reads the bytes as UTF-8. */
    public static Secret of(byte[] utf8) {
        try {
            return of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a secret is UTF-8 text, which this is not", e);
        }
    }

    /** The text itself. */
    public String reveal() {
        return text;
    }

    /** Its UTF-8 bytes, a new array each time. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** Whether both are the same text; takes as long for any two of equal length. */
    public boolean same(Secret other) {
        return MessageDigest.isEqual(bytes(), other.bytes());
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
