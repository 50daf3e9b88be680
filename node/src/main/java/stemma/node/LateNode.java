package stemma.node;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Supplier;
import stemma.core.LogFailed;
import stemma.core.Refusal;

/** A node that is opened when it is first asked for. Used by one thread. */
final class LateNode implements Supplier<Node>, AutoCloseable {
    private final Supplier<Node> opening;
    private final PrintStream err;
    private Optional<Node> node = Optional.empty();

    /**
     * Opens nothing yet.
     *
     * @param err is told what the operator should know about the opening
     */
    LateNode(Supplier<Node> opening, PrintStream err) {
        this.opening = opening;
        this.err = err;
    }

    @Override
    public Node get() {
        if (node.isEmpty()) {
            node = Optional.of(opened());
            node.get().warnings().forEach(warning -> err.println("stemma: " + warning));
        }
        return node.get();
    }

    /** A log that cannot take the opening itself is a home that cannot be used, and no act that is lost. */
    private Node opened() {
        try {
            return opening.get();
        } catch (LogFailed e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        node.ifPresent(Node::close);
    }
}
