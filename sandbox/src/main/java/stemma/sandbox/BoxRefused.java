package stemma.sandbox;

/** The box did not start; the message says why and what would help. Nothing of the command has run. */
public final class BoxRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BoxRefused(String message) {
        super(message);
    }

    /** A box would be weaker than what is required. */
    static BoxRefused tooWeak(Strength floor, String why) {
        return new BoxRefused("nothing ran: this machine does not reach the required strength, " + floor.word() + ": "
                + why + "; see stemma doctor, or require less");
    }
}
