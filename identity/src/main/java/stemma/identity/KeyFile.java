package stemma.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.core.Digest;

/**
 * What {@code keys/node.key} holds: the entropy drawn on first start and the digest of the first
 * soul, from which the seed follows. Keeping the two rather than the seed lets the owner show that
 * the key descends from that soul.
 *
 * <pre>
 *   stemma-key-v1
 *   soul 64 hex digits
 *   entropy base64
 * </pre>
 */
record KeyFile(Digest soul, byte[] entropy) {
    static final int ENTROPY_BYTES = 32;
    static final int FILE_BYTES_MAX = 4_096;

    private static final Pattern FORM =
            Pattern.compile("stemma-key-v1\nsoul ([0-9a-f]{64})\nentropy ([A-Za-z0-9+/]{43}=)\n");

    KeyFile {
        if (entropy.length != ENTROPY_BYTES) {
            throw new IdentityFailed("a key begins with " + ENTROPY_BYTES + " bytes of entropy");
        }
    }

    byte[] bytes() {
        String text = "stemma-key-v1\nsoul " + soul.hex() + "\nentropy "
                + Base64.getEncoder().encodeToString(entropy) + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static KeyFile parse(byte[] bytes, Object file) {
        Matcher form = FORM.matcher(new String(bytes, StandardCharsets.UTF_8));
        if (!form.matches()) {
            throw new IdentityFailed(file + " is not a key file of this Stemma; restore it from a backup"
                    + " (a new key would be a new node)");
        }
        return new KeyFile(Digest.parse(form.group(1)), Base64.getDecoder().decode(form.group(2)));
    }
}
