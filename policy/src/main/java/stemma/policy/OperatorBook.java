package stemma.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stemma.core.ActId;
import stemma.core.Operators;
import stemma.core.Quorum;
import stemma.core.Refusal;
import stemma.core.Signature;
import stemma.core.Statement;
import stemma.identity.IdentityFailed;
import stemma.identity.SshKey;
import stemma.identity.SshSignature;

/**
 * The named operators: people whose public keys this node knows. It holds nothing that could sign, so
 * that neither a program on this machine nor whoever reads the home can answer in their place.
 * Thread-safe.
 */
public final class OperatorBook implements Operators {
    /** Operators of one node. */
    static final int OPERATORS_MAX = 64;

    private final String node;
    private final Map<String, Named> byName = new TreeMap<>();

    /**
     * One operator.
     *
     * @param act that named them
     */
    record Named(String name, SshKey key, ActId act) {}

    /** Begins with nobody. */
    public OperatorBook(String node) {
        this.node = node;
    }

    @Override
    public String node() {
        return node;
    }

    synchronized void put(Named operator) {
        byName.put(operator.name(), operator);
    }

    synchronized void remove(String name) {
        byName.remove(name);
    }

    /** Everybody, by name. */
    synchronized List<Named> all() {
        return List.copyOf(byName.values());
    }

    synchronized Optional<Named> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public boolean holds(String name, String key) {
        return find(name).filter(named -> named.key().fingerprint().equals(key)).isPresent();
    }

    @Override
    public Signer signer(byte[] statement, String text) {
        SshSignature signature = parsed(text);
        Named signer = all().stream()
                .filter(named -> named.key().equals(signature.key()))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.FORBIDDEN,
                        "this was signed with the key " + signature.key().fingerprint()
                                + ", which is no operator's here; see stemma operator list"));
        if (!signature.namespace().equals(Statement.NAMESPACE)) {
            throw new Refusal(
                    Refusal.Kind.FORBIDDEN,
                    "this signature was made for something else; sign with ssh-keygen -Y sign -n "
                            + Statement.NAMESPACE);
        }
        if (!signature.signs(statement, Statement.NAMESPACE)) {
            throw new Refusal(
                    Refusal.Kind.FORBIDDEN,
                    "this is a signature of " + signer.name() + ", but not of this answer to this question; sign just"
                            + " what stemma approval statement prints");
        }
        String fingerprint = signer.key().fingerprint();
        return new Signer(signer.name(), new Signature(fingerprint, signature.base64()));
    }

    private static SshSignature parsed(String text) {
        try {
            return SshSignature.parse(text);
        } catch (IdentityFailed e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }

    /** Whether enough of those it names are operators here, so that it can ever be met. */
    boolean canMeet(Quorum quorum) {
        return quorum.of().stream().filter(name -> find(name).isPresent()).count() >= quorum.needed();
    }

    /** Throws {@link Refusal} when these rules want the signature of somebody who is no operator here. */
    public void requireNamed(RuleBook book, byte[] rules) {
        for (Rule rule : book.parse(rules, RuleBook.FILE).rules()) {
            for (String name : rule.quorum().of()) {
                if (find(name).isEmpty()) {
                    throw new Refusal(
                            Refusal.Kind.CONFLICT,
                            rule.source() + ":" + rule.line() + ": " + name
                                    + " is no operator here; name them first: stemma operator add " + name + " KEY");
                }
            }
        }
    }
}
