package stemma.tools;

import stemma.core.Permit;

/** Where commands run. The implementation is a sink: it spends the permit on what it starts. */
@FunctionalInterface
public interface CommandBox {
    /**
     * Runs the command to its end; throws {@link InterruptedException} when stopped, after its
     * processes have ended.
     */
    ExecOutput run(ExecInput input, Permit permit) throws InterruptedException;
}
