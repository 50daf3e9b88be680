package stemma.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads and writes the fields of SSH's binary formats: a length in 32 bits and so many bytes. See RFC 4251, 5. */
final class SshWire {
    private final ByteBuffer bytes;
    private final String what;

    /**
     * Reads from the start.
     *
     * @param what is read, for messages
     */
    SshWire(byte[] bytes, String what) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.what = what;
    }

    /** The next field. */
    byte[] field() {
        int length = number();
        if (length < 0 || length > bytes.remaining()) {
            throw broken();
        }
        byte[] field = new byte[length];
        bytes.get(field);
        return field;
    }

    /** The next field, which is a name. */
    String name() {
        return new String(field(), StandardCharsets.US_ASCII);
    }

    int number() {
        if (bytes.remaining() < Integer.BYTES) {
            throw broken();
        }
        return bytes.getInt();
    }

    /** Whether the next bytes are these, which are passed over then. */
    boolean begins(byte[] start) {
        if (bytes.remaining() < start.length) {
            return false;
        }
        byte[] found = new byte[start.length];
        bytes.get(found);
        return Arrays.equals(found, start);
    }

    /** Throws {@link IdentityFailed} when anything is left. */
    void end() {
        if (bytes.hasRemaining()) {
            throw broken();
        }
    }

    private IdentityFailed broken() {
        return new IdentityFailed(what + " is cut short or damaged; copy it whole");
    }

    /** The fields one after the other. */
    static byte[] fields(byte[] start, byte[]... fields) {
        int length = start.length;
        for (byte[] field : fields) {
            length += Integer.BYTES + field.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length).put(start);
        for (byte[] field : fields) {
            all.putInt(field.length).put(field);
        }
        return all.array();
    }
}
