package stemma.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A reader's own handle on a file of the real disk. */
record LocalRead(Path file, RandomAccessFile handle) implements ReadFile {
    @Override
    public long size() {
        try {
            return handle.length();
        } catch (IOException e) {
            throw LocalDisk.refused("read", file, e);
        }
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
        try {
            handle.seek(position);
            int done = 0;
            while (done < length) {
                int got = handle.read(into, offset + done, length - done);
                if (got < 0) {
                    break;
                }
                done += got;
            }
            return done;
        } catch (IOException e) {
            throw LocalDisk.refused("read", file, e);
        }
    }

    @Override
    public void close() {
        try {
            handle.close();
        } catch (IOException e) {
            throw LocalDisk.refused("close", file, e);
        }
    }
}
