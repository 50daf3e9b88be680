package stemma.store;

/** The state database is damaged. Its tables are projections of the ledger, so they can be rebuilt. */
public final class StateCorrupt extends StoreFailed {
    private static final long serialVersionUID = 1L;

    public StateCorrupt(Throwable cause) {
        super(
                "the state database is damaged (" + cause.getMessage() + "); the ledger is not touched by this:"
                        + " stop the node and run `stemma rebuild`",
                cause);
    }
}
