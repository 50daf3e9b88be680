package stemma.core;

import java.security.SecureRandom;

/** Randomness, injected. Implementations are thread-safe. */
@FunctionalInterface
public interface Entropy {
    /** That many unpredictable bytes. */
    byte[] bytes(int count);

    /** The operating system's own source. */
    static Entropy system() {
        SecureRandom random = new SecureRandom();
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }
}
