package stemma.cartridge;

import java.util.Optional;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.core.Permit;
import stemma.core.PermitRefused;

/**
 * The leave to call one cartridge many times. One act is performed for as long as the lease lasts; each
 * call spends its permit on the digest of its request, and the receipt at the end says how many there
 * were, what they took, and the chain of digests. Thread-safe.
 */
final class Lease {
    private final Slug slug;
    private Optional<Permit> permit = Optional.empty();
    private Optional<RuntimeException> refusal = Optional.empty();
    private boolean over;
    private volatile boolean stopped;
    private long running;
    private long calls;
    private long traps;
    private long fuel;

    /** What a lease came to. */
    record Sum(long calls, long traps, long fuel) {}

    Lease(Slug slug) {
        this.slug = slug;
    }

    /** The performer's side: lends the permit until the time is over, then waits for the last call. */
    synchronized Done<Sum> lend(Permit lent, long millis) throws InterruptedException {
        permit = Optional.of(lent);
        notifyAll();
        long end = System.nanoTime() + millis * 1_000_000;
        try {
            for (long left = millis; left > 0 && !over; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
            over = true;
            while (running > 0) {
                wait();
            }
        } catch (InterruptedException e) {
            stopped = true;
            over = true;
            throw e;
        }
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
        notifyAll();
    }

    /** Begins one call; false when the lease is over and a new one is needed. Throws what the gate refused with. */
    synchronized boolean enter(Digest request, long fuelUnitsMax, long leaseFuelMax) throws InterruptedException {
        while (permit.isEmpty() && !over) {
            wait();
        }
        if (permit.isEmpty() && refusal.isPresent()) {
            throw refusal.get(); // it never began; one that began and was stopped is followed by a new one
        }
        if (over || fuel + (running + 1) * fuelUnitsMax > leaseFuelMax) {
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
        notifyAll();
    }

    /** Lets no further call begin. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    boolean stopped() {
        return stopped;
    }
}
