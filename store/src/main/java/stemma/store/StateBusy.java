package stemma.store;

/** Another node holds this state, or has held it since; two nodes never share one. */
public final class StateBusy extends StoreFailed {
    private static final long serialVersionUID = 1L;

    public StateBusy(String message) {
        super(message);
    }
}
