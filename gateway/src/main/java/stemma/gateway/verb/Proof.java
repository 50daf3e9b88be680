package stemma.gateway.verb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import stemma.core.Digest;

/** A consistency proof as a frame: its hashes one after another. */
final class Proof {
    /** A log of 2^63 entries needs no more. */
    static final int HASHES_MAX = 64;

    private static final int HASH_BYTES = 32;

    private Proof() {}

    static Frame frame(List<Digest> hashes) {
        ByteBuffer payload = ByteBuffer.allocate(hashes.size() * HASH_BYTES);
        hashes.forEach(hash -> payload.put(hash.bytes()));
        return new Frame(Frame.Kind.PROOF, payload.array());
    }

    static List<Digest> of(Frame frame) throws IOException {
        byte[] payload = frame.payload();
        if (payload.length % HASH_BYTES != 0 || payload.length > HASHES_MAX * HASH_BYTES) {
            throw new IOException("a proof has at most " + HASHES_MAX + " hashes of " + HASH_BYTES + " bytes, not "
                    + payload.length + " bytes");
        }
        List<Digest> hashes = new ArrayList<>();
        for (int at = 0; at < payload.length; at += HASH_BYTES) {
            hashes.add(Digest.wrap(Arrays.copyOfRange(payload, at, at + HASH_BYTES)));
        }
        return hashes;
    }
}
