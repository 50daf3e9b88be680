package stemma.identity;

import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import stemma.core.Json;
import stemma.core.JsonException;
import stemma.core.Secret;

/**
 * One secret of the vault.
 *
 * @param by who put it, as an actor is written
 * @param putMillis when, since 1970
 */
record VaultEntry(String name, Secret secret, String by, long putMillis) {
    Handle handle() {
        return new Handle(Handle.Source.VAULT, name);
    }

    static byte[] bytes(SortedMap<String, VaultEntry> entries) {
        return Json.object()
                .put(
                        "secrets",
                        Json.array(
                                entries.values().stream().map(VaultEntry::json).toList()))
                .build()
                .canonical();
    }

    static SortedMap<String, VaultEntry> parse(byte[] bytes) {
        SortedMap<String, VaultEntry> entries = new TreeMap<>();
        try {
            for (Json item : ((Json.Obj) Json.parse(bytes)).array("secrets").items()) {
                VaultEntry entry = of((Json.Obj) item);
                entries.put(entry.name(), entry);
            }
            return entries;
        } catch (JsonException | ClassCastException e) {
            throw new IdentityFailed("the vault holds what this Stemma cannot read; start the newer one", e);
        }
    }

    private static VaultEntry of(Json.Obj item) {
        return new VaultEntry(
                item.string("name"),
                Secret.of(Base64.getDecoder().decode(item.string("secret"))),
                item.string("by"),
                item.longNumber("putMillis"));
    }

    private Json json() {
        return Json.object()
                .put("by", by)
                .put("name", name)
                .put("putMillis", putMillis)
                .put("secret", Base64.getEncoder().encodeToString(secret.bytes()))
                .build();
    }
}
