package stemma.core;

/**
 * Runs performers, each on its caller's thread, with a permit that lives exactly as long and under a
 * {@link Watchdog}. Whatever a performer does or throws comes back as an {@link Attempt}. Thread-safe.
 */
final class Attempts {
    private final Permits permits;
    private final Watchdog watchdog;
    private final KillSwitch killSwitch;

    Attempts(Permits permits, Watchdog watchdog, KillSwitch killSwitch) {
        this.permits = permits;
        this.watchdog = watchdog;
        this.killSwitch = killSwitch;
    }

    /** The switch is asked once more after the watch stands: whoever halts sees one or the other. */
    <I, O> Attempt<O> of(Performer<I, O> performer, Passage passage, I input) {
        Permit permit = permits.issue(passage.id(), passage.act());
        Watchdog.Watch watch = watchdog.watch(passage.id(), permit.deadlineNanos());
        try {
            return killSwitch.objection().isEmpty()
                    ? Attempt.returned(permit, performer.perform(input, permit))
                    : Attempt.cancelled(permit);
        } catch (Throwable e) { // an Error, too, is an ending: what was spent until then goes on record
            return broken(permit, watch.end(), e);
        } finally {
            watch.end();
            permits.withdraw(permit);
        }
    }

    private <O> Attempt<O> broken(Permit permit, Watchdog.Stop stop, Throwable e) {
        return switch (stop) {
            case CANCELLED -> Attempt.cancelled(permit);
            case DEADLINE -> Attempt.timedOut(permit);
            case NONE -> {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                    yield Attempt.cancelled(permit);
                }
                yield permits.overdue(permit) ? Attempt.timedOut(permit) : Attempt.failed(permit, e);
            }
        };
    }
}
