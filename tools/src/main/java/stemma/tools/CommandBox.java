package stemma.tools;

import java.io.IOException;
import stemma.core.Effect;
import stemma.core.Permit;

/** Where commands run. The implementation uses a sink, which spends the permit on what it starts. */
public interface CommandBox {
    /**
     * What running this command will spend its permit on, so that the act can be for exactly that. The
     * input is kept under the effect's digest.
     *
     * @param op one of the family {@code proc}
     */
    Effect effect(String op, ExecInput input);

    /**
     * Runs the command to its end; throws {@link InterruptedException} when stopped, after its
     * processes have ended.
     */
    ExecOutput run(ExecInput input, Permit permit) throws IOException, InterruptedException;
}
