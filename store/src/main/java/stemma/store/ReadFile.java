package stemma.store;

/** A file open for reading at any position. One thread at a time; safe against interrupts. */
public interface ReadFile extends AutoCloseable {
    /** Length in bytes at this moment. */
    long size();

    /** Fills as much of the range as the file has from that position; returns the bytes read. */
    int read(long position, byte[] into, int offset, int length);

    @Override
    void close();
}
