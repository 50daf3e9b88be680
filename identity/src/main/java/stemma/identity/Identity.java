package stemma.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import stemma.core.Digest;
import stemma.core.Entropy;
import stemma.store.Disk;
import stemma.store.Home;

/**
 * The node's genesis key, made once and then only read.
 *
 * <pre>
 *   seed = HKDF-SHA256(entropy, salt = SHA-256(first SOUL.md), info = "stemma genesis key v1")
 *   name = stemma.node/ + first 16 hex digits of SHA-256(public key)
 * </pre>
 *
 * A key file that anybody but its owner may read is refused, not repaired: the secret may be out.
 * References: RFC 5869 (HKDF), RFC 8032 (Ed25519).
 */
public final class Identity {
    private static final byte[] INFO = "stemma genesis key v1".getBytes(StandardCharsets.UTF_8);
    private static final String NAME_PREFIX = "stemma.node/";
    private static final int NAME_DIGITS = 16;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Signer signer;
    private final KeyFile key;
    private final Soul soul;

    private Identity(Signer signer, KeyFile key, Soul soul) {
        this.signer = signer;
        this.key = key;
        this.soul = soul;
    }

    /** Reads the key, or makes key and soul on the first start. The home's lock must be held. */
    public static Identity open(Disk disk, Home home, Entropy entropy) {
        Soul soul = new Soul(disk, home);
        Path file = home.keys().resolve("node.key");
        Optional<byte[]> kept = disk.content(file, KeyFile.FILE_BYTES_MAX);
        KeyFile key;
        if (kept.isPresent()) {
            refuseReadableByOthers(file);
            key = KeyFile.parse(kept.get(), file);
        } else {
            refuseSecondGenesis(disk, home);
            key = new KeyFile(soul.current().digest(), entropy.bytes(KeyFile.ENTROPY_BYTES));
            disk.replace(file, key.bytes());
        }
        Signer signer = signer(key);
        keepPublicKey(disk, home, signer.verifier());
        return new Identity(signer, key, soul);
    }

    /** The public key of a home, without touching the private one; empty before the first start. */
    public static Optional<Verifier> verifier(Disk disk, Home home) {
        return disk.content(publicKey(home), KeyFile.FILE_BYTES_MAX)
                .map(bytes -> Verifier.parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    /** The node's signer. */
    public Signer signer() {
        return signer;
    }

    /** Digest of the soul that took part in the key. */
    public Digest genesisSoul() {
        return key.soul();
    }

    public Soul soul() {
        return soul;
    }

    /** A key for another purpose, from which neither the genesis key nor a third one follows. */
    byte[] derived(String purpose) {
        return derived(key, purpose.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] derived(KeyFile key, byte[] info) {
        byte[] made = new byte[Signer.SEED_BYTES];
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        hkdf.init(new HKDFParameters(key.entropy(), key.soul().bytes(), info));
        hkdf.generateBytes(made, 0, made.length);
        return made;
    }

    private static Signer signer(KeyFile key) {
        byte[] seed = derived(key, INFO);
        byte[] publicKey = new byte[Signer.SEED_BYTES];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return Signer.of(NAME_PREFIX + Digest.of(publicKey).hex().substring(0, NAME_DIGITS), seed);
    }

    /** A public key file that names another key is a sign of a mixed-up restore, so it is refused. */
    private static void keepPublicKey(Disk disk, Home home, Verifier verifier) {
        Optional<Verifier> kept = verifier(disk, home);
        if (kept.isEmpty()) {
            disk.replace(publicKey(home), (verifier.text() + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (!kept.get().equals(verifier)) {
            throw new IdentityFailed(publicKey(home) + " belongs to another key than node.key beside it;"
                    + " restore both from one backup");
        }
    }

    private static void refuseSecondGenesis(Disk disk, Home home) {
        if (verifier(disk, home).isPresent()) {
            throw new IdentityFailed("the node's key is missing from " + home.keys() + " though its public half is"
                    + " there; restore node.key from a backup (a new key would be a new node)");
        }
    }

    private static Path publicKey(Home home) {
        return home.keys().resolve("node.pub");
    }

    private static void refuseReadableByOthers(Path file) {
        try {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
            if (!OWNER_ONLY.containsAll(modes)) {
                throw new IdentityFailed("the key " + file + " is open to other users ("
                        + PosixFilePermissions.toString(modes) + "); if nobody else has read it, run: chmod 600 "
                        + file);
            }
        } catch (IOException e) {
            throw new IdentityFailed("the mode of " + file + " cannot be read; check its owner", e);
        }
    }
}
