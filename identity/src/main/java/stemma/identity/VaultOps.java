package stemma.identity;

import java.util.Arrays;
import java.util.List;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Entropy;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Operation.Nothing;
import stemma.core.Performers;
import stemma.core.Secret;

/**
 * The vault's acts. An act that brings a secret is bound to it by a digest under 32 random bytes that
 * are forgotten afterwards: the receipt tells two acts apart and nobody can guess a weak secret by it.
 */
final class VaultOps {
    static final Op<Put, Replaced> PUT = Op.effect("vault.put");
    static final Op<String, Gone> REMOVE = Op.effect("vault.remove");
    static final Op<Phrase, Gone> PASSPHRASE = Op.effect("vault.passphrase");
    static final Op<Phrase, Unlocked> UNLOCK = Op.effect("vault.unlock");
    static final Op<Nothing, Gone> LOCK = Op.effect("vault.lock");
    static final Op<Nothing, Names> LIST = Op.observe("vault.list");

    /** The target of an act on the vault as a whole. */
    static final String WHOLE = "vault:";

    private static final int SALT_BYTES = 32;

    record Replaced(boolean replaced) {}

    record Gone() {}

    record Unlocked(boolean unlocked) {}

    record Names(List<Vault.Listed> secrets) {}

    /** A secret that is to be kept under a name. */
    record Put(String name, Secret secret, Digest digest) {
        static Put of(String name, Secret secret, Entropy entropy) {
            return new Put(name, secret, salted(secret, entropy));
        }
    }

    /** A passphrase; empty for none. */
    record Phrase(Secret secret, Digest digest) {
        static Phrase of(Secret secret, Entropy entropy) {
            return new Phrase(secret, salted(secret, entropy));
        }
    }

    private VaultOps() {}

    static String target(String name) {
        return new Handle(Handle.Source.VAULT, name).toString();
    }

    private static Digest salted(Secret secret, Entropy entropy) {
        byte[] salt = entropy.bytes(SALT_BYTES);
        byte[] text = secret.bytes();
        byte[] all = Arrays.copyOf(salt, salt.length + text.length);
        System.arraycopy(text, 0, all, salt.length, text.length);
        return Digest.of(all);
    }

    static void register(Performers.Builder performers, Vault vault) {
        performers.add(PUT, (input, permit) -> {
            boolean replaced = vault.put(input, permit);
            return Done.of(new Replaced(replaced))
                    .evidence(Json.object().put("replaced", replaced).build());
        });
        performers.add(REMOVE, (name, permit) -> {
            vault.remove(name, permit);
            return Done.of(new Gone());
        });
        performers.add(PASSPHRASE, (input, permit) -> {
            vault.rewrap(input, permit);
            return Done.of(new Gone())
                    .evidence(Json.object()
                            .put("passphrase", !input.secret().isEmpty())
                            .build());
        });
        performers.add(UNLOCK, (input, permit) -> {
            boolean unlocked = vault.unlock(input, permit);
            Done<Unlocked> done = Done.of(new Unlocked(unlocked));
            return unlocked ? done : done.failed("the passphrase is wrong, or the vault was changed");
        });
        performers.add(LOCK, (nothing, permit) -> {
            vault.lock(permit);
            return Done.of(new Gone());
        });
        performers.add(LIST, (nothing, permit) -> {
            permit.spend(new Effect(LIST.name(), WHOLE, Digest.EMPTY));
            List<Vault.Listed> secrets = vault.list();
            return Done.of(new Names(secrets))
                    .evidence(Json.object().put("secrets", secrets.size()).build());
        });
    }
}
