package stemma.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** An append file of the real disk. The position is kept here, so that a failed write moves nothing. */
final class LocalAppend implements AppendFile {
    private final Path file;
    private final FileChannel channel;
    private long size;

    LocalAppend(Path file, FileChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void append(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                size += channel.write(bytes, size);
            }
        } catch (IOException e) {
            throw LocalDisk.refused("write", file, e);
        }
    }

    @Override
    public void sync() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw LocalDisk.refused("sync", file, e);
        }
    }

    @Override
    public void truncate(long to) {
        try {
            channel.truncate(to);
            size = Math.min(size, to);
        } catch (IOException e) {
            throw LocalDisk.refused("truncate", file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw LocalDisk.refused("close", file, e);
        }
    }
}
