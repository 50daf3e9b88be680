package stemma.cartridge;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Gate;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Provenance;
import stemma.core.Result;
import stemma.core.Threads;

/** Calls cartridges under leases, one at a time for each; the next call begins a new one. Thread-safe. */
public final class Leases implements AutoCloseable {
    /** A lease for calls; its target is the slug. */
    static final Op<Lease, Lease.Sum> CALL = Op.metered("cartridge.call");

    /** How long a lease lasts; calls that began in it may end after it. */
    static final long LEASE_MILLIS = 10_000;

    /** Calls of one lease. */
    static final int LEASE_CALLS_MAX = 1_000_000;

    /** Fuel that a lease sets aside, in full calls. */
    static final long LEASE_FULL_CALLS = 100;

    private static final long END_MILLIS_MAX = 40_000;
    private static final Actor SERVER = Actor.node("cartridge");

    private final Gate gate;
    private final Shelf shelf;
    private final Threads threads;
    private final ConcurrentMap<Slug, Lease> open = new ConcurrentHashMap<>();
    private final java.util.Set<Thread> keepers = ConcurrentHashMap.newKeySet();

    public Leases(Gate gate, Shelf shelf, Threads threads) {
        this.gate = gate;
        this.shelf = shelf;
        this.threads = threads;
    }

    /** Registers who performs leases. */
    public static void register(Performers.Builder performers) {
        performers.add(CALL, (lease, permit) -> lease.lend(permit, LEASE_MILLIS));
    }

    /** Calls a cartridge within its current lease, or the first of a new one. */
    public Response call(Slug slug, Request request) throws InterruptedException {
        CartridgeLimits limits = shelf.find(slug)
                .map(place -> place.version().manifest().limits())
                .orElse(CartridgeLimits.standard());
        Lease lease = entered(slug, Digest.of(request.json()), limits);
        long fuel = 0;
        boolean trapped = true;
        try {
            Response response = shelf.call(slug, request, lease::stopped);
            fuel = response.fuel();
            trapped = false;
            return response;
        } catch (CartridgeFailed e) {
            fuel = e.fuel();
            throw e;
        } finally {
            lease.left(fuel, trapped);
        }
    }

    private Lease entered(Slug slug, Digest request, CartridgeLimits limits) throws InterruptedException {
        while (true) {
            Lease lease = open.computeIfAbsent(slug, absent -> begin(absent, limits));
            try {
                if (lease.enter(request, limits.fuelUnitsMax(), LEASE_FULL_CALLS * limits.fuelUnitsMax())) {
                    return lease;
                }
            } catch (RuntimeException e) {
                open.remove(slug, lease);
                throw e;
            }
            open.remove(slug, lease);
        }
    }

    private Lease begin(Slug slug, CartridgeLimits limits) {
        Lease lease = new Lease(slug);
        Act act = Act.of(CALL, slug.text(), SERVER, Provenance.NODE)
                .paidFrom(Act.PURSE_DEFAULT, new Cost(0, 0, 0, LEASE_FULL_CALLS * limits.fuelUnitsMax()))
                .within(LEASE_MILLIS + END_MILLIS_MAX)
                .leased(LEASE_CALLS_MAX);
        Thread keeper = threads.thread("cartridge-lease", () -> keep(lease, act));
        keepers.add(keeper);
        threads.start(keeper);
        return lease;
    }

    private void keep(Lease lease, Act act) {
        Optional<RuntimeException> why = Optional.empty();
        try {
            Result<Lease.Sum> result = gate.perform(CALL, act, lease);
            result.orThrow();
        } catch (RuntimeException e) {
            why = Optional.of(e);
        } finally {
            lease.ended(why);
            keepers.remove(Thread.currentThread());
        }
    }

    /** Ends every lease and waits for its receipt. */
    @Override
    public void close() {
        open.values().forEach(Lease::end);
        keepers.forEach(threads::join);
    }
}
