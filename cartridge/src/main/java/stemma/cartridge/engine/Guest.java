package stemma.cartridge.engine;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.TrapException;
import run.endive.runtime.WasmException;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.WasmEngineException;

/**
 * One instance of a program, with a memory of its own.
 *
 * <p>It is made, called and reset under a {@link Meter}; a start function that loops is stopped like
 * any other. Whatever ends a call early is a {@link Trap}, and a guest that trapped is of no use any
 * more: what it left half done, nobody knows. Used by one thread at a time.
 */
public final class Guest implements AutoCloseable {
    private final Linked linked;
    private final Instance instance;
    private @Nullable FlatMemory memory;
    private @Nullable Object host;
    private boolean broken;

    /**
     * Makes an instance and runs its start section. {@link Trap} when that is stopped.
     *
     * @param host what the host functions of this guest work with, see {@link #host}
     */
    public static Guest start(Linked linked, MemoryPool pool, Meter meter, Object host) {
        return guarded(() -> new Guest(linked, pool, meter, host));
    }

    private Guest(Linked linked, MemoryPool pool, Meter meter, Object host) {
        this.linked = linked;
        this.host = host;
        Instance made;
        try {
            made = linked.instance(pool, meter, this);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        this.instance = made;
    }

    /** Takes the memory that the engine asked for; a module has one. */
    FlatMemory made(FlatMemory fresh) {
        memory = fresh;
        fresh.owned(this);
        return fresh;
    }

    /** Its memory. */
    public FlatMemory memory() {
        return Objects.requireNonNull(memory, "a guest has a memory");
    }

    /** The meter of the running call. */
    public Meter meter() {
        return memory().meter();
    }

    /** What the host functions of the running call work with. */
    public <T> T host(Class<T> type) {
        return type.cast(Objects.requireNonNull(host, "a guest has a host"));
    }

    /** Gives the guest to another call. */
    public void enter(Meter meter, Object nextHost) {
        memory().metered(meter);
        host = nextHost;
    }

    /** A function that the program exports; look it up once for many calls. Empty when there is none. */
    public Optional<ExportFunction> function(String export) {
        return linked.program().function(export).map(type -> instance.export(export));
    }

    /**
     * Calls an exported function; {@link Trap} when it is stopped, and then the guest is broken.
     *
     * @return its result; 0 when it has none
     */
    public long call(ExportFunction function, long... arguments) {
        try {
            return guarded(() -> {
                long[] results = function.apply(arguments);
                return results == null || results.length == 0 ? 0L : results[0];
            });
        } catch (Trap trap) {
            broken = true;
            throw trap;
        }
    }

    /** Whether it trapped, so that it must not be called again. */
    public boolean broken() {
        return broken;
    }

    Instance instance() {
        return instance;
    }

    void breakUp() {
        broken = true;
    }

    /** Gives its memory back. */
    @Override
    public void close() {
        broken = true;
        FlatMemory own = memory;
        if (own != null) {
            own.release();
        }
    }

    private interface Work<T> {
        T done();
    }

    /** Says every way a guest can be stopped as a trap, the host's own failures among them. */
    private static <T> T guarded(Work<T> work) {
        try {
            return work.done();
        } catch (Trap e) {
            throw e;
        } catch (IndexOutOfBoundsException e) {
            throw new Trap(Trap.Kind.MEMORY, "it reached outside its memory: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new Trap(Trap.Kind.STACK, "it called too deep", e);
        } catch (NegativeArraySizeException e) {
            throw new Trap(Trap.Kind.ALLOCATION, "it asked for an array of " + e.getMessage() + " elements", e);
        } catch (WasmException e) {
            throw new Trap(Trap.Kind.EXCEPTION, "it threw an exception and did not catch it", e);
        } catch (WasmEngineException e) {
            throw engines(e);
        } catch (ArithmeticException e) {
            throw new Trap(Trap.Kind.ARITHMETIC, String.valueOf(e.getMessage()), e);
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new Trap(Trap.Kind.ENGINE, "the engine refused: " + e, e);
        }
    }

    private static Trap engines(WasmEngineException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Trap trap) {
                return trap;
            }
            if (cause instanceof StackOverflowError) {
                return new Trap(Trap.Kind.STACK, "it called too deep", e);
            }
        }
        String said = String.valueOf(e.getMessage());
        return new Trap(kind(e, said), said, e);
    }

    /** The engine tells its traps apart by their words alone. */
    private static Trap.Kind kind(WasmEngineException e, String said) {
        if (said.contains("table") || said.contains("element") || said.contains("indirect call")) {
            return Trap.Kind.TABLE;
        }
        if (said.contains("memory")) {
            return Trap.Kind.MEMORY;
        }
        if (said.contains("divide") || said.contains("overflow") || said.contains("conversion")) {
            return Trap.Kind.ARITHMETIC;
        }
        if (said.contains("unreachable")) {
            return Trap.Kind.UNREACHABLE;
        }
        boolean guests =
                e instanceof TrapException || e instanceof WasmRuntimeException || e instanceof UninstantiableException;
        return guests ? Trap.Kind.UNREACHABLE : Trap.Kind.ENGINE;
    }
}
