package stemma.store;

import java.nio.ByteBuffer;

/**
 * A file that grows at its end. One thread at a time. Bytes are durable only once {@link #sync}
 * has returned; until then a crash may keep any part of them, in any order.
 */
public interface AppendFile extends AutoCloseable {
    /** Length in bytes, counting what is not yet synced. */
    long size();

    /** Writes what remains in the buffer at the end of the file. */
    void append(ByteBuffer bytes);

    /** Makes every byte written so far durable (fdatasync). */
    void sync();

    /** Cuts the file to this many bytes. */
    void truncate(long size);

    @Override
    void close();
}
