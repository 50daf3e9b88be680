package stemma.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.core.Entropy;

/**
 * What {@code keys/vault} holds. A random data key seals the secrets and is itself sealed by the
 * wrapping key, bound to the lines before it; the secrets are bound to all lines before theirs. There is
 * exactly one way to write a given vault, so that no byte of the file can change unseen.
 *
 * <pre>
 *   stemma-vault-v1
 *   wrap node   |   wrap argon2id MEMORY_KIB PASSES LANES SALT
 *   key  base64(nonce || sealed data key || tag)
 *   body base64(nonce || sealed entries || tag)
 * </pre>
 *
 * @param wrap says which key opens {@code sealedKey}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record VaultFile(VaultWrap wrap, byte[] sealedKey, byte[] sealedBody) {
    static final int FILE_BYTES_MAX = 10 * 1024 * 1024;

    private static final String MAGIC = "stemma-vault-v1\n";
    private static final Pattern FORM = Pattern.compile(
            "stemma-vault-v1\nwrap ([ -~]{1,120})\nkey ([A-Za-z0-9+/=]{1,120})\nbody ([A-Za-z0-9+/=]++)\n");

    /** Seals entries under a data key that is wrapped already. */
    static VaultFile of(VaultWrap wrap, byte[] sealedKey, byte[] dataKey, byte[] entries, Entropy entropy) {
        byte[] bound = ascii(keyLines(wrap, sealedKey));
        return new VaultFile(wrap, sealedKey, Aead.seal(dataKey, entropy.bytes(Aead.NONCE_BYTES), bound, entries));
    }

    static byte[] sealedKey(VaultWrap wrap, byte[] wrappingKey, byte[] dataKey, Entropy entropy) {
        return Aead.seal(wrappingKey, entropy.bytes(Aead.NONCE_BYTES), ascii(wrapLines(wrap)), dataKey);
    }

    /** Reads the file's bytes; throws {@link IdentityFailed} when they are no vault. */
    static VaultFile parse(byte[] bytes) {
        Matcher form = FORM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        if (!form.matches()) {
            throw new IdentityFailed("it is not a vault of this Stemma");
        }
        try {
            VaultFile file = new VaultFile(
                    VaultWrap.parse(form.group(1)),
                    Base64.getDecoder().decode(form.group(2)),
                    Base64.getDecoder().decode(form.group(3)));
            if (!Arrays.equals(file.bytes(), bytes)) {
                throw new IdentityFailed("it is not written as a vault is");
            }
            return file;
        } catch (IllegalArgumentException e) {
            throw new IdentityFailed("it holds what is no base64", e);
        }
    }

    byte[] bytes() {
        return ascii(keyLines(wrap, sealedKey) + "body " + Base64.getEncoder().encodeToString(sealedBody) + "\n");
    }

    /** The data key; empty when the wrapping key is another, or the lines about it were changed. */
    Optional<byte[]> dataKey(byte[] wrappingKey) {
        return Aead.open(wrappingKey, ascii(wrapLines(wrap)), sealedKey);
    }

    /** The entries; empty when anything of the file was changed. */
    Optional<byte[]> entries(byte[] dataKey) {
        return Aead.open(dataKey, ascii(keyLines(wrap, sealedKey)), sealedBody);
    }

    private static String wrapLines(VaultWrap wrap) {
        return MAGIC + "wrap " + wrap.text() + "\n";
    }

    private static String keyLines(VaultWrap wrap, byte[] sealedKey) {
        return wrapLines(wrap) + "key " + Base64.getEncoder().encodeToString(sealedKey) + "\n";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
