package stemma.mind.survey;

/** A manifest cannot be read; the message says why and where. */
final class ManifestBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ManifestBroken(String message) {
        super(message);
    }
}
