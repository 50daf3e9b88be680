package stemma.cartridge;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Clock;
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

    /** Fuel that a lease sets aside at most, in full calls. */
    static final long LEASE_FULL_CALLS = 100;

    /** What is left in the purses is enough for so many leases beside each other. */
    static final long LEASES_BESIDE = 4;

    private static final long END_MILLIS_MAX = 40_000;
    private static final Actor SERVER = Actor.node("cartridge");

    private final Gate gate;
    private final Shelf shelf;
    private final LongSupplier fuelLeft;
    private final Clock clock;
    private final Threads threads;
    private final ConcurrentMap<Slug, Lease> open = new ConcurrentHashMap<>();
    private final java.util.Set<Thread> keepers = ConcurrentHashMap.newKeySet();

    /**
     * No lease is open yet.
     *
     * @param fuelLeft units that the purses would still give out; {@link Cost#UNIT_MAX} where nothing limits them
     */
    public Leases(Gate gate, Shelf shelf, LongSupplier fuelLeft, Clock clock, Threads threads) {
        this.gate = gate;
        this.shelf = shelf;
        this.fuelLeft = fuelLeft;
        this.clock = clock;
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
                if (lease.enter(request, limits.fuelUnitsMax())) {
                    return lease;
                }
            } catch (RuntimeException e) {
                open.remove(slug, lease);
                throw e;
            }
            if (fuelLeft.getAsLong() < limits.fuelUnitsMax()) {
                lease.awaitSettled(); // what it set aside and did not take may be all that is left
            }
            open.remove(slug, lease);
        }
    }

    /** Fuel for one call at least, and for no more than its share of what is left. */
    private long aside(CartridgeLimits limits) {
        long share = Math.min(LEASE_FULL_CALLS * limits.fuelUnitsMax(), fuelLeft.getAsLong() / LEASES_BESIDE);
        return Math.max(limits.fuelUnitsMax(), share);
    }

    private Lease begin(Slug slug, CartridgeLimits limits) {
        long aside = aside(limits);
        Lease lease = new Lease(slug, aside, clock, threads);
        Act act = Act.of(CALL, slug.text(), SERVER, Provenance.NODE)
                .paidFrom(Act.PURSE_DEFAULT, new Cost(0, 0, 0, aside))
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
