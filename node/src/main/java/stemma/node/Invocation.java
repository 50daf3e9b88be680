package stemma.node;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import stemma.core.Actor;
import stemma.core.Call;
import stemma.core.Operation;
import stemma.gateway.verb.Shell;

/** One operation called from a shell: its progress goes to standard error, line by line. */
final class Invocation {
    static final Actor OPERATOR = Actor.operator("cli");

    private Invocation() {}

    static <I extends Record, O extends Record> O of(Operation<I, O> operation, I input, Shell shell)
            throws InterruptedException {
        PrintStream err = new PrintStream(shell.err(), true, StandardCharsets.UTF_8);
        return operation.handler().handle(input, new Call(OPERATOR, err::println));
    }
}
