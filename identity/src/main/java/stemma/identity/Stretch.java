package stemma.identity;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import stemma.core.Entropy;
import stemma.core.Secret;

/**
 * How a passphrase becomes a key: Argon2id, which costs whoever guesses as much memory as us. Its
 * numbers stand in the header of what it protects and come from there when it is read, so they are
 * bounded both ways: a forged header can neither ask for 64 GiB nor make guessing cheap.
 *
 * <p>The standard numbers are the second choice of RFC 9106, section 4.
 *
 * @param memoryKib {@value #MEMORY_KIB_MIN} to {@value #MEMORY_KIB_MAX}
 * @param passes 1 to {@value #PASSES_MAX}
 * @param lanes 1 to {@value #LANES_MAX}
 * @param salt {@value #SALT_BYTES} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Stretch(int memoryKib, int passes, int lanes, byte[] salt) {
    static final int MEMORY_KIB_MIN = 8 * 1024;
    static final int MEMORY_KIB_MAX = 256 * 1024;
    static final int PASSES_MAX = 16;
    static final int LANES_MAX = 8;
    static final int SALT_BYTES = 16;

    private static final int MEMORY_KIB = 64 * 1024;
    private static final int PASSES = 3;
    private static final int LANES = 4;
    private static final Pattern FORM =
            Pattern.compile("argon2id ([1-9][0-9]{0,8}) ([1-9][0-9]{0,8}) ([1-9][0-9]{0,8}) ([A-Za-z0-9+/]{22}==)");

    Stretch {
        require("memory", memoryKib, MEMORY_KIB_MIN, MEMORY_KIB_MAX);
        require("passes", passes, 1, PASSES_MAX);
        require("lanes", lanes, 1, LANES_MAX);
        if (salt.length != SALT_BYTES) {
            throw new IdentityFailed("a salt has " + SALT_BYTES + " bytes");
        }
        salt = salt.clone();
    }

    static Stretch standard(Entropy entropy) {
        return new Stretch(MEMORY_KIB, PASSES, LANES, entropy.bytes(SALT_BYTES));
    }

    /** Reads the written form; throws {@link IdentityFailed}. */
    static Stretch parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IdentityFailed("this does not say how its key follows from a passphrase");
        }
        return new Stretch(
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                Integer.parseInt(form.group(3)),
                Base64.getDecoder().decode(form.group(4)));
    }

    String text() {
        return "argon2id " + memoryKib + " " + passes + " " + lanes + " "
                + Base64.getEncoder().encodeToString(salt);
    }

    byte[] key(Secret passphrase) {
        Argon2BytesGenerator argon = new Argon2BytesGenerator();
        argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] key = new byte[Aead.KEY_BYTES];
        argon.generateBytes(passphrase.bytes(), key);
        return key;
    }

    private static void require(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IdentityFailed("it asks for " + what + " " + value + " to open it, and " + min + " to " + max
                    + " is what is taken; its header was changed or damaged");
        }
    }
}
