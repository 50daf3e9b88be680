package stemma.ledger;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import stemma.core.Clock;
import stemma.core.LogFailed;
import stemma.core.Threads;
import stemma.store.AppendFile;

/**
 * The one thread that writes the ledger. Everybody else leaves frames and, if they must, waits.
 *
 * <pre>
 *   appenders ──frames──▶ Intake ──swap──▶ write, fdatasync ──▶ wake the waiters
 *                                                └──▶ hash leaves, extend tiles, sign when due
 * </pre>
 *
 * While one batch is being synced the next one fills: the slower the disk, the larger the group. A
 * batch leaves at once when somebody waits for it, and otherwise after 20 ms. Hashing comes after
 * the wake-up, on this thread, so that it delays nobody; the pause it makes is also what lets the
 * woken callers come back in one group. The thread is a platform thread that nobody interrupts: an
 * interrupt would close the file under it.
 *
 * <p>A disk that refuses ends the log for this process. After a failed sync nobody knows what is on
 * the disk, so nothing is tried again; opening anew looks.
 */
final class Committer {
    /** The longest an entry waits for company when nobody awaits it. */
    static final long COMMIT_MILLIS = 20;

    /** Size at which a new segment is begun. */
    static final long SEGMENT_BYTES_MAX = 64L * 1024 * 1024;

    /** What may wake the thread: nothing (it is awake), any append, or only somebody who waits. */
    private enum Rest {
        AWAKE,
        IDLE,
        GATHERING
    }

    private final Opened opened;
    private final EntryReader reader;
    private final Tiles tiles;
    private final Notary notary;
    private final Clock clock;
    private final Intake intake;
    private final Waiters waiters;
    private final Followers followers;
    private final Hasher hasher = new Hasher();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Rest> rest = new AtomicReference<>(Rest.AWAKE);
    private final Threads threads;
    private final Thread thread;
    private final long segmentBytesMax;
    private AppendFile segment;
    private long batchOffset;
    private volatile long durable;
    private volatile boolean wanted;
    private volatile boolean closing;
    private volatile @Nullable LogFailed failure;

    /** A thread that waits for a checkpoint. */
    private static final class Request {
        private final Thread thread = Thread.currentThread();
        private volatile Optional<SignedCheckpoint> signed = Optional.empty();
    }

    Committer(Opened opened, EntryReader reader, Notary notary, Clock clock, Threads threads, long segmentBytesMax) {
        this.opened = opened;
        this.reader = reader;
        this.tiles = opened.tiles();
        this.notary = notary;
        this.clock = clock;
        this.threads = threads;
        this.waiters = new Waiters(threads);
        this.followers = new Followers(clock);
        this.segmentBytesMax = segmentBytesMax;
        this.intake = new Intake(opened.size());
        this.durable = opened.size();
        this.segment = opened.last().orElseThrow();
        this.thread = threads.thread("ledger-committer", this::run);
    }

    void start() {
        threads.start(thread);
    }

    long durable() {
        return durable;
    }

    long append(byte[] salt, byte[] entry, int check) {
        long index = intake.append(salt, entry, check);
        Rest now = rest.get();
        if (now == Rest.IDLE || (now == Rest.GATHERING && intake.crowded())) {
            rouse();
        }
        return index;
    }

    void await(long index) {
        if (index < durable) {
            return;
        }
        if (index >= intake.next()) {
            throw new IllegalArgumentException("entry " + index + " was never appended");
        }
        waiters.push(new Waiters.Waiter(index));
        wanted = true;
        if (rest.get() != Rest.AWAKE) {
            rouse();
        }
        restUntil(() -> index < durable || failure != null);
        if (index >= durable) {
            throw failed();
        }
    }

    /** An interrupt is kept for the caller, not obeyed. */
    private void restUntil(BooleanSupplier holds) {
        boolean interrupted = false;
        while (!holds.getAsBoolean()) {
            threads.rest();
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the entry at this index is durable, without hurrying it; false when time is up. */
    boolean follow(long index, long millis) throws InterruptedException {
        followers.await(() -> index < durable || failure != null, millis);
        if (index >= durable && failure != null) {
            throw failed();
        }
        return index < durable;
    }

    private LogFailed failed() {
        LogFailed cause = failure;
        return cause == null
                ? new LogFailed("the ledger was closed before this entry was durable")
                : new LogFailed(String.valueOf(cause.getMessage()), cause);
    }

    /** A checkpoint over everything appended before this call. */
    SignedCheckpoint checkpoint() {
        Request request = new Request();
        requests.add(request);
        rouse();
        restUntil(() -> request.signed.isPresent() || failure != null);
        return request.signed.orElseThrow(this::failed);
    }

    private void rouse() {
        if (rest.getAndSet(Rest.AWAKE) != Rest.AWAKE || !requests.isEmpty() || closing) {
            threads.rouse(thread);
        }
    }

    void close() {
        closing = true;
        threads.rouse(thread);
        threads.join(thread);
    }

    private void run() {
        try {
            while (!closing || intake.next() > durable) {
                rest();
                commit();
                answer();
            }
            end(new LogFailed("the ledger is closed"));
        } catch (RuntimeException e) {
            end(new LogFailed("the ledger takes no more entries: " + e.getMessage(), e));
        } finally {
            segment.close();
            tiles.close();
            notary.close();
        }
    }

    private void end(LogFailed why) {
        intake.refuse(why);
        if (intake.next() > durable && why.getCause() == null) {
            commit();
        }
        if (why.getCause() == null && notary.unsigned()) {
            notary.publish();
        }
        failure = why;
        waiters.wake(Long.MAX_VALUE);
        followers.signal();
        requests.forEach(request -> threads.rouse(request.thread));
    }

    /** Sleeps until there is something to do. */
    private void rest() {
        long since = 0;
        while (!urgent()) {
            boolean gathering = intake.next() > durable;
            long now = clock.nanos();
            long nanos = Long.MAX_VALUE;
            if (gathering) {
                since = since == 0 ? now : since;
                nanos = since + COMMIT_MILLIS * 1_000_000 - now;
            } else if (notary.unsigned()) {
                nanos = notary.dueNanos();
            }
            if (nanos <= 0) {
                return;
            }
            sleep(gathering, nanos);
        }
    }

    private void sleep(boolean gathering, long nanos) {
        rest.set(gathering ? Rest.GATHERING : Rest.IDLE);
        if (!urgent() && (gathering || intake.next() == durable)) {
            threads.rest(nanos);
        }
        rest.set(Rest.AWAKE);
    }

    private boolean urgent() {
        return closing || !requests.isEmpty() || (wanted && intake.next() > durable) || intake.crowded();
    }

    private void commit() {
        wanted = false;
        Batch batch = intake.swap();
        if (batch.count() == 0) {
            return;
        }
        rollWhenFull(batch.first());
        batchOffset = segment.size();
        segment.append(ByteBuffer.wrap(batch.frames(), 0, batch.used()));
        segment.sync();
        durable = batch.first() + batch.count();
        waiters.wake(durable);
        digest(batch);
        followers.signal();
    }

    private void rollWhenFull(long first) {
        if (segment.size() >= segmentBytesMax) {
            segment.close();
            LedgerFolder.Segment next = opened.folder().segment(first);
            segment = opened.folder().disk().append(next.file());
            reader.began(next);
        }
    }

    private void digest(Batch batch) {
        notary.added(!notary.unsigned());
        byte[] frames = batch.frames();
        for (int at = 0; at < batch.used(); ) {
            int length = Frame.length(frames, at);
            int salted = Salts.SALT_BYTES + length;
            tiles.add(hasher.committed(frames, at + Frame.LENGTH_BYTES, salted), batchOffset + at);
            at += Frame.bytes(length);
        }
        tiles.flush();
    }

    /** Only requests that were there before the commit are answered: their entries are in it. */
    private void answer() {
        int asked = requests.size();
        if (asked > 0 || (notary.unsigned() && notary.dueNanos() <= 0)) {
            commit();
            SignedCheckpoint signed = notary.publish();
            for (int i = 0; i < asked; i++) {
                Request request = requests.remove();
                request.signed = Optional.of(signed);
                threads.rouse(request.thread);
            }
        }
    }
}
