package stemma.cartridge;

import java.util.Optional;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.Permit;
import stemma.core.PermitRefused;
import stemma.core.Threads;

/**
 * The leave to call one cartridge many times. One act is performed for as long as the lease lasts; each
 * call spends its permit on the digest of its request, and the receipt at the end says how many there
 * were, what they took, and the chain of digests. Thread-safe.
 */
final class Lease {
    private final Slug slug;
    private final long aside;
    private final Clock clock;
    private final Threads threads;
    private Optional<Permit> permit = Optional.empty();
    private Optional<RuntimeException> refusal = Optional.empty();
    private Optional<Thread> lender = Optional.empty();
    private boolean over;
    private boolean settled;
    private volatile boolean stopped;
    private long running;
    private long calls;
    private long traps;
    private long fuel;

    /** What a lease came to. */
    record Sum(long calls, long traps, long fuel) {}

    /**
     * A lease that has not begun.
     *
     * @param aside units of fuel that its purse holds for it; its calls cannot take more together
     */
    Lease(Slug slug, long aside, Clock clock, Threads threads) {
        this.slug = slug;
        this.aside = aside;
        this.clock = clock;
        this.threads = threads;
    }

    /** The performer's side: lends the permit until the time is over, then waits for the last call. */
    Done<Sum> lend(Permit lent, long millis) throws InterruptedException {
        begin(lent);
        long end = clock.nanos() + millis * 1_000_000;
        for (long left = millis * 1_000_000; left > 0 && !over(); left = end - clock.nanos()) {
            threads.rest(left);
            obey();
        }
        end();
        while (running() > 0) {
            threads.rest();
            obey();
        }
        return sum();
    }

    private synchronized void begin(Permit lent) {
        permit = Optional.of(lent);
        lender = Optional.of(Thread.currentThread());
        notifyAll();
    }

    /** The gate interrupts its performer at the deadline and when the kill switch is thrown. */
    private void obey() throws InterruptedException {
        if (Thread.interrupted()) {
            stopped = true;
            end();
            throw new InterruptedException("the lease of " + slug + " was ended");
        }
    }

    private synchronized boolean over() {
        return over;
    }

    private synchronized long running() {
        return running;
    }

    private synchronized Done<Sum> sum() {
        return Done.of(new Sum(calls, traps, fuel))
                .spending(new Cost(0, 0, 0, fuel))
                .evidence(Json.object()
                        .put("calls", calls)
                        .put("traps", traps)
                        .put("fuel", fuel)
                        .build());
    }

    /** The gate did not let the act begin, or it has ended. */
    synchronized void ended(Optional<RuntimeException> why) {
        refusal = why;
        over = true;
        settled = true;
        notifyAll();
    }

    /** Waits until the purse has back what the lease did not take. */
    synchronized void awaitSettled() throws InterruptedException {
        while (!settled) {
            wait();
        }
    }

    /** Begins one call; false when the lease is over and a new one is needed. Throws what the gate refused with. */
    synchronized boolean enter(Digest request, long fuelUnitsMax) throws InterruptedException {
        while (permit.isEmpty() && !over) {
            wait();
        }
        if (permit.isEmpty() && refusal.isPresent()) {
            throw refusal.get(); // it never began; one that began and was stopped is followed by a new one
        }
        if (over || fuel + (running + 1) * fuelUnitsMax > aside) {
            end();
            return false;
        }
        try {
            permit.orElseThrow().spend(new Effect(Leases.CALL.name(), slug.text(), request));
        } catch (PermitRefused e) {
            end(); // spent to its last, or past its deadline
            return false;
        }
        running++;
        calls++;
        return true;
    }

    synchronized void left(long units, boolean trapped) {
        running--;
        fuel += units;
        traps += trapped ? 1 : 0;
        if (over && running == 0) {
            lender.ifPresent(threads::rouse);
        }
    }

    /** Lets no further call begin. */
    synchronized void end() {
        over = true;
        lender.ifPresent(threads::rouse);
        notifyAll();
    }

    boolean stopped() {
        return stopped;
    }
}
