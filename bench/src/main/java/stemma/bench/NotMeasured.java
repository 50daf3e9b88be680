package stemma.bench;

/** Says why a figure could not be measured here, and what would change that. */
final class NotMeasured extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotMeasured(String message) {
        super(message);
    }
}
