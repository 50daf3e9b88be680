package stemma.core;

/** A sink was about to do something its permit was not issued for. Always a defect of the caller. */
public final class PermitRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PermitRefused(String message) {
        super(message);
    }
}
