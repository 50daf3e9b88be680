package stemma.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The work of {@link Scope#parallel}: each fork that calls it takes tasks until none is left. Forks
 * fill different places of one list, and the scope's lock publishes them to the owner.
 */
final class ScopeBatch<T> implements Callable<Boolean> {

    private final List<? extends Callable<? extends T>> tasks;
    private final List<Optional<T>> values;
    private final AtomicInteger next = new AtomicInteger();

    ScopeBatch(List<? extends Callable<? extends T>> tasks) {
        this.tasks = tasks;
        this.values = new ArrayList<>(Collections.nCopies(tasks.size(), Optional.empty()));
    }

    @Override
    public Boolean call() throws Exception {
        for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled before task " + i);
            }
            values.set(i, Optional.of(tasks.get(i).call()));
        }
        return true;
    }

    /** The values in the order of the tasks, once the scope is joined. */
    List<T> values() {
        return values.stream().map(Optional::orElseThrow).toList();
    }
}
