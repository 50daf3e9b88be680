package stemma.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import stemma.core.Secret;

/**
 * Secrets taken over from the environment the node was started in, once and by name. Nothing else of
 * that environment is kept, and no child inherits it.
 */
public final class ImportedSecrets implements SecretSource {
    private final Map<String, Secret> byName;

    private ImportedSecrets(Map<String, Secret> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** Takes over those of the variables that are set. */
    public static ImportedSecrets of(Map<String, String> environment, Set<String> names) {
        Map<String, Secret> byName = new TreeMap<>();
        for (String name : names) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                byName.put(name, Secret.of(value));
            }
        }
        return new ImportedSecrets(byName);
    }

    @Override
    public Optional<Secret> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public List<Known> known() {
        return byName.entrySet().stream()
                .map(e -> new Known(new Handle(Handle.Source.ENV, e.getKey()), e.getValue()))
                .toList();
    }
}
