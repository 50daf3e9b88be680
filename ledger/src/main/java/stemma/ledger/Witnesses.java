package stemma.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.identity.Verifier;

/**
 * Whose cosignatures count, and how many of them are enough.
 *
 * @param keys of the trusted witnesses, each with a name and a key of its own
 * @param quorum how many must have cosigned a checkpoint; 0 only where there are no witnesses
 */
public record Witnesses(List<Verifier> keys, int quorum) {
    /** The most witnesses a node trusts. */
    public static final int WITNESSES_MAX = 16;

    /** Nobody: the node's own signature stands alone. */
    public static final Witnesses NONE = new Witnesses(List.of(), 0);

    public Witnesses {
        keys = List.copyOf(keys);
        if (keys.size() > WITNESSES_MAX) {
            throw new LedgerFailed("at most " + WITNESSES_MAX + " witnesses are trusted, not " + keys.size());
        }
        if (quorum > keys.size() || quorum < Math.min(1, keys.size())) {
            throw new LedgerFailed(
                    "of " + keys.size() + " witnesses a quorum is 1 to " + keys.size() + ", not " + quorum);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            Verifier key = keys.get(i);
            // A cosignature does not cover its witness's name, so one key under two names would count twice.
            if (!names.add(key.name()) || keys.subList(0, i).stream().anyMatch(key::sameKey)) {
                throw new LedgerFailed("the witness " + key.name() + " is named twice, or has another one's key");
            }
        }
    }

    boolean none() {
        return keys.isEmpty();
    }

    /** The trusted key that this line claims to be made with. */
    Optional<Verifier> author(Note.Signature line) {
        return keys.stream()
                .filter(key -> key.name().equals(line.name()) && key.keyId() == line.keyId())
                .findFirst();
    }
}
