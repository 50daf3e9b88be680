package stemma.sandbox.run;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import stemma.store.AppendFile;

/** One run's output on disk, up to a number of bytes, and the SHA-256 of what is there. One thread at a time. */
final class OutputFile {
    private final AppendFile file;
    private final long bytesMax;
    private final MessageDigest digest = sha256();
    private long kept;

    OutputFile(AppendFile file, long bytesMax) {
        this.file = file;
        this.bytesMax = bytesMax;
    }

    /** Keeps as much as still fits. */
    void write(byte[] bytes, int offset, int length) {
        int fits = (int) Math.min(length, bytesMax - kept);
        if (fits > 0) {
            file.append(ByteBuffer.wrap(bytes, offset, fits));
            digest.update(bytes, offset, fits);
            kept += fits;
        }
    }

    long kept() {
        return kept;
    }

    /** Makes it durable, and returns the digest in hexadecimal. To be called once. */
    String end() {
        file.sync();
        file.close();
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Gives up; what was written stays until it is swept. */
    void abandon() {
        file.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
