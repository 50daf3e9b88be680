package stemma.cartridge;

import java.util.Objects;
import java.util.Optional;
import stemma.core.Clock;
import stemma.core.Entropy;

/**
 * What a host function reaches beyond the call itself.
 *
 * @param http sends requests; none on a node that lets no cartridge do so
 */
public record HostPorts(Clock clock, Entropy entropy, Optional<Http> http) {
    public HostPorts {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(entropy, "entropy");
        Objects.requireNonNull(http, "http");
    }

    /** Sends a request through the node's proxy, as an act of its own. Thread-safe. */
    @FunctionalInterface
    public interface Http {
        /**
         * The answer, as the JSON of a response; a failure is an answer too.
         *
         * @param request the JSON of a request, with an absolute {@code url}
         */
        byte[] send(Manifest manifest, byte[] request) throws InterruptedException;
    }
}
