package stemma.gateway;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stemma.core.Auth;
import stemma.core.Operation;
import stemma.core.Refusal;

/** What can be asked of the gateway itself. */
public final class GatewayOperations {
    /** A link that logs a browser in once. */
    public record Link(String url) {}

    private GatewayOperations() {}

    /**
     * The operation {@code login}.
     *
     * @param gateway the open gateway, or empty where the node answers without one
     */
    public static List<Operation<?, ?>> all(Supplier<Optional<Gateway>> gateway) {
        return List.of(new Operation<>(
                "login",
                "Make a link that logs a browser in, once and within ten minutes",
                Operation.Nothing.class,
                Link.class,
                Auth.OPERATOR,
                true,
                (in, call) -> new Link(gateway.get()
                        .orElseThrow(GatewayOperations::closed)
                        .loginLink()
                        .toString()),
                Link::url));
    }

    private static Refusal closed() {
        return new Refusal(Refusal.Kind.CONFLICT, "no console is open to log in to; start it with ./stemma up");
    }
}
