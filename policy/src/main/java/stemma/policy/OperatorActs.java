package stemma.policy;

import java.util.Optional;
import java.util.Set;
import stemma.core.Act;
import stemma.core.Actor;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Effect;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Performers;
import stemma.core.Permit;
import stemma.core.Provenance;
import stemma.core.Quorum;
import stemma.core.Refusal;
import stemma.core.Result;
import stemma.identity.SshKey;

/**
 * Naming operators and taking them off, each by an act. What stands against it is looked for when it is
 * asked for and again when it happens: a quorum may have taken an hour to say yes. Thread-safe.
 */
public final class OperatorActs {
    /** Somebody and their key. */
    record Newcomer(String name, SshKey key) {
        /** What is read by whoever is asked: {@code ada SHA256:...}. */
        String target() {
            return name + " " + key.fingerprint();
        }

        Digest digest() {
            return Digest.ofUtf8(key.line());
        }
    }

    /** Names an operator; the target is the name and the key's fingerprint, the input the key's line. */
    static final Op<Newcomer, String> ADD = Op.effect("operator.add");

    /** Takes an operator off; the target is the name. */
    static final Op<String, String> REMOVE = Op.effect("operator.remove");

    private final OperatorBook book;
    private final RulesInForce rules;

    public OperatorActs(OperatorBook book, RulesInForce rules) {
        this.book = book;
        this.rules = rules;
    }

    /** The ops that {@link #register} brings performers for, for rules that are read before. */
    public static Set<String> ops() {
        return Set.of(ADD.name(), REMOVE.name());
    }

    /** Registers both performers. */
    public void register(Performers.Builder performers) {
        performers.add(ADD, this::added).add(REMOVE, this::removed);
    }

    Result<String> add(Gate gate, String name, SshKey key, Actor by) {
        Newcomer newcomer = new Newcomer(name, key);
        refuse(againstAdding(newcomer));
        return gate.perform(ADD, act(ADD, newcomer.target(), by).input(newcomer.digest()), newcomer);
    }

    Result<String> remove(Gate gate, String name, Actor by) {
        refuse(againstRemoving(name));
        return gate.perform(REMOVE, act(REMOVE, name, by), name);
    }

    private static Act act(Op<?, ?> op, String target, Actor by) {
        return Act.of(op, target, by, Provenance.OPERATOR);
    }

    private Done<String> added(Newcomer newcomer, Permit permit) {
        refuse(againstAdding(newcomer));
        permit.spend(new Effect(ADD.name(), newcomer.target(), newcomer.digest()));
        book.put(new OperatorBook.Named(newcomer.name(), newcomer.key(), permit.id()));
        return Done.of(newcomer.name())
                .evidence(Json.object()
                        .put("name", newcomer.name())
                        .put("key", newcomer.key().line())
                        .build());
    }

    private Done<String> removed(String name, Permit permit) {
        refuse(againstRemoving(name));
        permit.spend(new Effect(REMOVE.name(), name, Digest.EMPTY));
        book.remove(name);
        return Done.of(name);
    }

    private static void refuse(Optional<Refusal> refusal) {
        refusal.ifPresent(why -> {
            throw why;
        });
    }

    private Optional<Refusal> againstAdding(Newcomer newcomer) {
        String name = newcomer.name();
        try {
            Quorum.requireName(name);
        } catch (IllegalArgumentException e) {
            return Optional.of(new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage())));
        }
        if (book.find(name).isPresent()) {
            return conflict(name + " is an operator already; remove them first to give them another key");
        }
        if (book.all().size() >= OperatorBook.OPERATORS_MAX) {
            return conflict("a node has at most " + OperatorBook.OPERATORS_MAX + " named operators");
        }
        return book.all().stream()
                .filter(named -> named.key().equals(newcomer.key()))
                .findFirst()
                .flatMap(other -> conflict("this is the key of " + other.name() + "; one person counts once"));
    }

    /** A quorum that cannot be met any more would deny what it speaks of for ever, the way back included. */
    private Optional<Refusal> againstRemoving(String name) {
        if (book.find(name).isEmpty()) {
            return Optional.of(new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "no operator is named " + Shown.plain(name) + "; see stemma operator list"));
        }
        for (Rule rule : rules.current().rules()) {
            Quorum quorum = rule.quorum();
            long left = quorum.of().stream()
                    .filter(other -> !other.equals(name) && book.find(other).isPresent())
                    .count();
            if (quorum.of().contains(name) && left < quorum.needed()) {
                return conflict("without " + name + " nobody could meet " + rule.source() + ":" + rule.line()
                        + ", quorum " + quorum + "; change that rule first");
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> conflict(String why) {
        return Optional.of(new Refusal(Refusal.Kind.CONFLICT, why));
    }
}
