package stemma.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import stemma.core.Digest;
import stemma.store.Disk;
import stemma.store.Home;

/**
 * The node's SOUL.md: who it is, what it is for, what it will not do, in the operator's words. The
 * first text is part of the node's key; later texts are attested in the ledger and change no key.
 */
public final class Soul {
    /** The largest soul, in bytes. */
    public static final int SOUL_BYTES_MAX = 64 * 1024;

    private final Disk disk;
    private final Home home;

    public Soul(Disk disk, Home home) {
        this.disk = disk;
        this.home = home;
    }

    /** A text and the digest of its bytes. */
    public record Text(String text, Digest digest) {}

    /** The soul as it is now; written from the template when there is none. */
    public Text current() {
        byte[] bytes = disk.content(home.soul(), SOUL_BYTES_MAX).orElseGet(this::written);
        return new Text(decoded(bytes), Digest.of(bytes));
    }

    /** Whether the soul differs from the one with this digest. */
    public boolean changedSince(Digest attested) {
        return !current().digest().equals(attested);
    }

    private byte[] written() {
        try (InputStream template = Soul.class.getResourceAsStream("SOUL.md")) {
            if (template == null) {
                throw new IdentityFailed("the template of SOUL.md is missing from this build; build it again");
            }
            byte[] bytes = template.readAllBytes();
            disk.replace(home.soul(), bytes);
            return bytes;
        } catch (IOException e) {
            throw new IdentityFailed("the template of SOUL.md cannot be read; build Stemma again", e);
        }
    }

    private String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IdentityFailed(home.soul() + " is not UTF-8 text; save it as UTF-8", e);
        }
    }
}
