package stemma.cartridge;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import stemma.cartridge.engine.Guest;
import stemma.cartridge.engine.Linked;
import stemma.cartridge.engine.MemoryPool;
import stemma.cartridge.engine.Meter;
import stemma.cartridge.engine.ModuleLimits;
import stemma.cartridge.engine.ModuleRefused;
import stemma.cartridge.engine.Program;
import stemma.cartridge.engine.Snapshot;
import stemma.core.Digest;

/**
 * One version of a cartridge, ready to be called: immutable apart from the instances that wait to be
 * used again. A call holds the version it began with until it ends. Thread-safe.
 */
final class Loaded {
    /** How often an instance is used before a fresh one takes its place. */
    static final int USES_MAX = 128;

    /** Instances that wait. */
    static final int WAITING_MAX = 8;

    private final Manifest manifest;
    private final Digest wasm;
    private final Linked linked;
    private final Binding binding;
    private final MemoryPool memories;
    private final ConcurrentLinkedDeque<Used> waiting = new ConcurrentLinkedDeque<>();

    /** An instance, what it was after its initialisation, and how often it was called since. */
    record Used(Guest guest, Optional<Snapshot> beginning, int uses) {}

    private Loaded(Manifest manifest, Digest wasm, Linked linked, Binding binding, MemoryPool memories) {
        this.manifest = manifest;
        this.wasm = wasm;
        this.linked = linked;
        this.binding = binding;
        this.memories = memories;
    }

    /** Loads, checks and links a module; {@link ModuleRefused} says what is wrong with it. */
    static Loaded of(Manifest manifest, byte[] wasm, MemoryPool memories) {
        ModuleLimits limits =
                ModuleLimits.standard().withMemoryPages(manifest.limits().memoryPagesMax());
        Program program = Program.load(wasm, limits);
        Binding binding = Binding.of(program);
        binding.check(program);
        if (program.makesObjects() && manifest.isolation() == Manifest.Isolation.POOLED) {
            throw new ModuleRefused(
                    ModuleRefused.Code.UNSUPPORTED, 0, "a program that makes objects runs with isolation request only");
        }
        Linked linked = Linked.of(program, binding.offer(manifest));
        return new Loaded(manifest, Digest.of(wasm), linked, binding, memories);
    }

    Manifest manifest() {
        return manifest;
    }

    Digest wasm() {
        return wasm;
    }

    /** An instance that is ready for its first call. */
    Used take(Meter meter, CallState state) {
        Used used = waiting.pollFirst();
        if (used != null) {
            used.guest().enter(meter, state);
            return used;
        }
        Guest guest = Guest.start(linked, memories, meter, state);
        try {
            binding.initialise(guest);
            boolean pooled = manifest.isolation() == Manifest.Isolation.POOLED;
            return new Used(guest, pooled ? Optional.of(Snapshot.of(guest)) : Optional.empty(), 0);
        } catch (RuntimeException e) {
            guest.close();
            throw e;
        }
    }

    void handle(Guest guest) {
        binding.handle(guest);
    }

    /** Keeps an instance for another call, put back to its beginning, or closes it. */
    void giveBack(Used used) {
        boolean again = used.beginning().isPresent()
                && used.uses() + 1 < USES_MAX
                && waiting.size() < WAITING_MAX
                && used.beginning().get().restore(used.guest());
        if (again) {
            waiting.addFirst(new Used(used.guest(), used.beginning(), used.uses() + 1));
        } else {
            used.guest().close();
        }
    }

    /** Closes the instances that wait; one that runs is closed when it comes back. */
    void retire() {
        for (Used used = waiting.pollFirst(); used != null; used = waiting.pollFirst()) {
            used.guest().close();
        }
    }
}
