package stemma.ledger;

import org.jspecify.annotations.Nullable;
import stemma.core.LogFailed;

/**
 * Where appenders leave frames and the committer fetches them. The lock is held for one copy of an
 * entry, never over a disk write: the committer swaps in the other of two batches.
 */
final class Intake {
    private Batch filling = new Batch();
    private Batch spare = new Batch();
    private @Nullable LogFailed failure;
    private volatile long next;
    private volatile boolean crowded;

    Intake(long next) {
        this.next = next;
    }

    /** The index that the next entry will have. */
    long next() {
        return next;
    }

    /** Whether the batch is half full, so that its commit should not wait for company. */
    boolean crowded() {
        return crowded;
    }

    /** Waits for room when the disk is slower than the appenders. */
    synchronized long append(byte[] salt, byte[] entry, int check) {
        boolean interrupted = false;
        while (failure == null && !filling.room(entry.length)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new LogFailed(String.valueOf(failure.getMessage()), failure);
        }
        long index = next;
        filling.add(salt, entry, check, index);
        if (!crowded && filling.used() > Batch.BATCH_BYTES_MAX / 2) {
            crowded = true;
        }
        next = index + 1;
        return index;
    }

    /** The frames gathered so far. They are the committer's until it calls this again. */
    synchronized Batch swap() {
        Batch filled = filling;
        filling = spare;
        filling.clear();
        crowded = false;
        spare = filled;
        notifyAll();
        return filled;
    }

    /** Refuses every append from now on. */
    synchronized void refuse(LogFailed why) {
        failure = why;
        notifyAll();
    }
}
