package stemma.sandbox;

/** This machine lets the node make no namespaces, so that only a basic box can be made. */
final class NamespacesRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NamespacesRefused(String message) {
        super(message);
    }
}
