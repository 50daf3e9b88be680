package stemma.core;

/**
 * The one registered implementation of an op. It runs on the caller's thread; when the deadline
 * passes or the act is cancelled that thread is interrupted, and the performer ends soon after.
 * Whatever it does to the world goes through a sink, which spends the permit.
 */
@FunctionalInterface
public interface Performer<I, O> {
    /**
     * Throws {@link InterruptedException} when it was stopped, and any other exception when the
     * effect failed; its message is kept in the receipt. A performer that can say more of a failure
     * returns it, see {@link Done#failed}.
     */
    Done<O> perform(I input, Permit permit) throws Exception;
}
