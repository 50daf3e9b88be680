package stemma.node;

import java.util.List;
import java.util.Optional;
import stemma.cartridge.CartridgeFailed;
import stemma.cartridge.Deployment;
import stemma.cartridge.HostPorts;
import stemma.cartridge.Leases;
import stemma.cartridge.Reopening;
import stemma.cartridge.Request;
import stemma.cartridge.Response;
import stemma.cartridge.Shelf;
import stemma.cartridge.Slug;
import stemma.cartridge.StateKv;
import stemma.cartridge.engine.EngineThreads;
import stemma.cartridge.engine.MeterWatch;
import stemma.core.ActRefused;
import stemma.core.ActWaiting;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Entropy;
import stemma.core.Gate;
import stemma.core.LogFailed;
import stemma.core.Performers;
import stemma.core.Refusal;
import stemma.core.Threads;
import stemma.gateway.PublicPrograms;
import stemma.policy.PurseBook;
import stemma.policy.PurseStanding;
import stemma.store.Objects;
import stemma.store.StateDb;

/** The cartridges of a node: the shelf they stand on, and how strangers reach them. Thread-safe. */
record Programs(Shelf shelf, Deployment deployment) {
    /** Guests that run at once: as many as processors, and so many memories at most. */
    private static final int THREADS_MIN = 2;

    /** A shelf that is still empty; its performers are registered before the gate opens. */
    static Programs lay(StateDb db, Objects objects, Clock clock, Entropy entropy) {
        int threads = Math.max(THREADS_MIN, Runtime.getRuntime().availableProcessors());
        Shelf shelf = new Shelf(
                new EngineThreads(threads),
                new MeterWatch(Threads.system()),
                new HostPorts(clock, entropy, Optional.empty()),
                StateKv.open(db));
        return new Programs(shelf, new Deployment(shelf, objects));
    }

    void register(Performers.Builder performers) {
        deployment.register(performers);
        Leases.register(performers);
    }

    /** Serves what was served when the node closed; says what cannot be. */
    List<String> reopen(StateDb db, Objects objects) {
        return Reopening.of(db, objects, shelf);
    }

    Leases leases(Gate gate, PurseBook purses, Clock clock) {
        return new Leases(gate, shelf, () -> fuelLeft(purses), clock, Threads.system());
    }

    /** What the purses that a call draws from would all still give out. */
    private static long fuelLeft(PurseBook purses) {
        return Math.min(fuelLeft(purses.standing(PurseBook.DAY)), fuelLeft(purses.standing(PurseBook.ROOT)));
    }

    private static long fuelLeft(PurseStanding purse) {
        long most = purse.limit().fuel();
        return most >= Cost.UNIT_MAX
                ? Cost.UNIT_MAX
                : Math.max(0, most - purse.spent().fuel() - purse.reserved().fuel());
    }

    /**
     * Answers a stranger. A cartridge that trapped is the server's failure, and so is a call that the gate
     * did not let begin; both are told without their inside, which is in the receipt.
     */
    static Optional<PublicPrograms.Reply> ask(Shelf shelf, Leases leases, PublicPrograms.Ask ask)
            throws InterruptedException {
        Optional<Slug> slug = slug(ask.name()).filter(name -> shelf.serves(name));
        if (slug.isEmpty()) {
            return Optional.empty();
        }
        Request request =
                new Request(ask.method(), ask.path(), ask.query(), ask.headers(), ask.body(), Optional.empty());
        try {
            Response response = leases.call(slug.get(), request);
            return Optional.of(new PublicPrograms.Reply(
                    response.status(), response.contentType(), response.headers(), response.body()));
        } catch (CartridgeFailed e) {
            throw new Refusal(
                    Refusal.Kind.UNAVAILABLE,
                    "the cartridge was stopped: " + e.kind().word());
        } catch (ActRefused | ActWaiting | LogFailed e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "the node calls no cartridge now; try again later");
        }
    }

    private static Optional<Slug> slug(String name) {
        try {
            return Optional.of(new Slug(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
