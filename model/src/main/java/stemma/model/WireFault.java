package stemma.model;

/** What came is not what the protocol says; the message says what, as a clause. */
final class WireFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WireFault(String message) {
        super(message);
    }
}
