package stemma.gateway.verb;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One message between a verb's client and the node: a kind, a length in 32 bits, and that many bytes.
 */
final class Frame {
    static final int PAYLOAD_BYTES_MAX = 256 * 1024;

    enum Kind {
        /** Node: its last signed checkpoint as a note. First, and once. */
        CHECKPOINT('c'),
        /** Client: two sizes of the log as text, {@code 40 53}, to be proved to continue one another. */
        PROVE('p'),
        /** Node: the proof, 32 bytes a hash. */
        PROOF('q'),
        /** Client: a {@link Hello}. After the node's checkpoint is believed, and once. */
        HELLO('h'),
        /** Node: the verb reads standard input from now on. */
        WANT_INPUT('w'),
        /** Client: bytes of standard input; none means its end. */
        INPUT('i'),
        /** Node: bytes of standard output. */
        OUTPUT('o'),
        /** Node: bytes of standard error. */
        ERROR('e'),
        /** Node: one byte, whether the terminal goes raw. */
        RAW('r'),
        /** Client: the name of a signal. */
        SIGNAL('s'),
        /** Client: columns and rows as text, {@code 80x24}. */
        RESIZE('z'),
        /** Node: the exit code as text. Last. */
        EXIT('x');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        private static Kind of(int code) throws IOException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IOException("frame of unknown kind " + code);
        }
    }

    private final Kind kind;
    private final byte[] payload;

    /** Takes the payload over: the caller does not change it any more. */
    Frame(Kind kind, byte[] payload) {
        if (payload.length > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException("a frame carries at most " + PAYLOAD_BYTES_MAX + " bytes");
        }
        this.kind = kind;
        this.payload = payload;
    }

    Kind kind() {
        return kind;
    }

    byte[] payload() {
        return payload;
    }

    static Frame text(Kind kind, String text) {
        return new Frame(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Writes and flushes; callers take turns. */
    void write(DataOutputStream out) throws IOException {
        out.writeByte(kind.code);
        out.writeInt(payload.length);
        out.write(payload);
        out.flush();
    }

    /** The next frame, or empty at the end of the stream; a broken one is an {@link IOException}. */
    static Optional<Frame> read(DataInputStream in) throws IOException {
        int code = in.read();
        if (code < 0) {
            return Optional.empty();
        }
        Kind kind = Kind.of(code);
        int length = in.readInt();
        if (length < 0 || length > PAYLOAD_BYTES_MAX) {
            throw new IOException("frame of " + length + " bytes; the most is " + PAYLOAD_BYTES_MAX);
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("frame cut off after " + payload.length + " of " + length + " bytes");
        }
        return Optional.of(new Frame(kind, payload));
    }
}
