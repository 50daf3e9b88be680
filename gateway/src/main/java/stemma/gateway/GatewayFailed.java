package stemma.gateway;

/** The gateway could not open or close its listeners. The message names the port and the setting. */
public final class GatewayFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GatewayFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
