package stemma.identity;

import java.util.List;
import java.util.Optional;
import stemma.core.Secret;

/** Who keeps secrets. Implementations are thread-safe. */
public sealed interface SecretSource permits Vault, ImportedSecrets {
    /** The secret of that name, for a sink that is about to use it. */
    Optional<Secret> find(String name);

    /** Every secret in memory with its handle, for whoever looks whether one is about to be written. */
    List<Known> known();

    /** A secret and what it is called. */
    record Known(Handle handle, Secret secret) {}
}
