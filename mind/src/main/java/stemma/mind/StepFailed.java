package stemma.mind;

/** A step cannot reach its end; the message is one sentence for the person who set the goal. */
public final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StepFailed(String message) {
        super(message);
    }
}
