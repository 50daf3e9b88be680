package stemma.identity;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stemma.core.Secret;

/** Every secret this node can name, from the one place that keeps it. Thread-safe. */
public record Keyring(Vault vault, ImportedSecrets imported) {
    /** The secret behind a handle, for a sink that is about to use it. */
    public Optional<Secret> find(Handle handle) {
        return switch (handle.source()) {
            case VAULT -> vault.find(handle.name());
            case ENV -> imported.find(handle.name());
        };
    }

    /** Every secret that is in memory. */
    public List<SecretSource.Known> known() {
        return Stream.concat(vault.known().stream(), imported.known().stream()).toList();
    }
}
