package stemma.policy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import stemma.core.Statement;

/** Somebody with a key of their own, who signs as ssh-keygen does, by the JDK's own Ed25519. */
final class SshPerson {
    private static final String KIND = "ssh-ed25519";

    private final KeyPair pair;

    SshPerson() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The line of their public key. */
    String key() {
        return KIND + " " + Base64.getEncoder().encodeToString(blob()) + " somebody@test";
    }

    private byte[] blob() {
        byte[] x509 = pair.getPublic().getEncoded();
        return fields(new byte[0], ascii(KIND), Arrays.copyOfRange(x509, x509.length - 32, x509.length));
    }

    /** The armoured signature of a statement. */
    String sign(String statement) {
        return sign(statement, Statement.NAMESPACE);
    }

    String sign(String statement, String namespace) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(ascii(statement));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(fields(ascii("SSHSIG"), ascii(namespace), new byte[0], ascii("sha512"), digest));
            byte[] inner = fields(new byte[0], ascii(KIND), signature.sign());
            byte[] start =
                    fields(ascii("SSHSIG\0\0\0\1"), blob(), ascii(namespace), new byte[0], ascii("sha512"), inner);
            return "-----BEGIN SSH SIGNATURE-----\n" + Base64.getMimeEncoder().encodeToString(start)
                    + "\n-----END SSH SIGNATURE-----\n";
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] fields(byte[] start, byte[]... fields) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(start);
            for (byte[] field : fields) {
                out.writeInt(field.length);
                out.write(field);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
