package stemma.node;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import stemma.core.Refusal;
import stemma.core.Secret;
import stemma.store.Disk;

/**
 * The passphrase for a node that starts unattended: in a file that a variable names, because a
 * variable's own value is seen by whoever may look at the process.
 */
final class Passphrase {
    static final String VARIABLE = "STEMMA_PASSPHRASE_FILE";

    private Passphrase() {}

    /** The first line of the file; empty when the variable is not set. */
    static Optional<Secret> given(Disk disk, Map<String, String> environment) {
        String file = environment.getOrDefault(VARIABLE, "");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = disk.content(Path.of(file).toAbsolutePath(), Secret.SECRET_BYTES_MAX)
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.BAD_INPUT, "there is no file " + file + ", which " + VARIABLE + " names"));
        try {
            return Secret.of(bytes).reveal().lines().findFirst().map(Secret::of);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, file + " holds no passphrase: " + e.getMessage());
        }
    }
}
