package stemma.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The peer of the gate over its ledger: one file, one thread that writes whatever has gathered, syncs
 * it and wakes the writers. Nothing is hashed, checked or recoverable. Thread-safe.
 */
final class GroupCommit implements AutoCloseable {
    private static final int OVERHEAD_BYTES = 6;

    private final FileChannel file;
    private final Thread thread = Thread.ofPlatform().name("group-commit").unstarted(this::run);
    private List<byte[]> filling = new ArrayList<>();
    private CompletableFuture<Boolean> batch = new CompletableFuture<>();
    private boolean closing;

    GroupCommit(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        thread.start();
    }

    /** Returns once the entry is durable. */
    void write(byte[] entry) {
        CompletableFuture<Boolean> mine;
        synchronized (this) {
            if (batch.isCompletedExceptionally()) {
                throw new IllegalStateException("the group commit has failed");
            }
            filling.add(entry);
            mine = batch;
            notifyAll();
        }
        try {
            mine.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the group commit has failed", e);
        }
    }

    private void run() {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        try {
            while (true) {
                List<byte[]> taken;
                synchronized (this) {
                    while (filling.isEmpty() && !closing) {
                        wait();
                    }
                    taken = filling;
                    filling = new ArrayList<>();
                    mine = batch;
                    batch = new CompletableFuture<>();
                }
                if (taken.isEmpty()) {
                    return;
                }
                commit(taken);
                mine.complete(true);
            }
        } catch (IOException | InterruptedException e) {
            mine.completeExceptionally(e);
            synchronized (this) {
                batch.completeExceptionally(e);
            }
        }
    }

    private void commit(List<byte[]> entries) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(
                entries.stream().mapToInt(e -> e.length + OVERHEAD_BYTES).sum());
        entries.forEach(e -> all.putShort((short) e.length).put(e).putInt(0));
        all.flip();
        while (all.hasRemaining()) {
            file.write(all);
        }
        file.force(false);
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join();
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
