package stemma.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The peer of {@link CommitBench}: a group commit with no hashes, no checks and no recovery. */
final class NaiveWriter implements CommitBench.Writer {
    private static final int OVERHEAD_BYTES = 6;

    private final FileChannel file;
    private final Thread thread = Thread.ofPlatform().unstarted(this::run);
    private List<byte[]> filling = new ArrayList<>();
    private CompletableFuture<Boolean> batch = new CompletableFuture<>();
    private boolean closing;

    NaiveWriter(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        thread.start();
    }

    @Override
    public void write(byte[] entry) {
        CompletableFuture<Boolean> mine;
        synchronized (this) {
            filling.add(entry);
            mine = batch;
            notifyAll();
        }
        mine.join();
    }

    private synchronized List<byte[]> taken() throws InterruptedException {
        while (filling.isEmpty() && !closing) {
            wait();
        }
        List<byte[]> taken = filling;
        filling = new ArrayList<>();
        return taken;
    }

    private void run() {
        try {
            while (true) {
                List<byte[]> taken;
                CompletableFuture<Boolean> mine;
                synchronized (this) {
                    taken = taken();
                    mine = batch;
                    batch = new CompletableFuture<>();
                }
                if (taken.isEmpty()) {
                    return;
                }
                ByteBuffer all = ByteBuffer.allocate(
                        taken.stream().mapToInt(e -> e.length + OVERHEAD_BYTES).sum());
                taken.forEach(e -> all.putShort((short) e.length).put(e).putInt(0));
                file.write(all.flip(), file.size());
                file.force(false);
                mine.complete(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
