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
    /** Names an operator; the target is the name, the input the key's line. */
    static final Op<SshKey, String> ADD = Op.effect("operator.add");

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
        refuse(againstAdding(name, key));
        return gate.perform(ADD, act(ADD, name, by).input(Digest.ofUtf8(key.line())), key);
    }

    Result<String> remove(Gate gate, String name, Actor by) {
        refuse(againstRemoving(name));
        return gate.perform(REMOVE, act(REMOVE, name, by), name);
    }

    private static Act act(Op<?, ?> op, String name, Actor by) {
        return Act.of(op, name, by, Provenance.OPERATOR);
    }

    private Done<String> added(SshKey key, Permit permit) {
        String name = permit.act().target();
        refuse(againstAdding(name, key));
        permit.spend(new Effect(ADD.name(), name, Digest.ofUtf8(key.line())));
        book.put(new OperatorBook.Named(name, key, permit.id()));
        return Done.of(name)
                .evidence(Json.object()
                        .put("key", key.line())
                        .put("fingerprint", key.fingerprint())
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

    private Optional<Refusal> againstAdding(String name, SshKey key) {
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
                .filter(named -> named.key().equals(key))
                .findFirst()
                .flatMap(other -> conflict("this is the key of " + other.name() + "; one person counts once"));
    }

    /** A quorum that cannot be met any more would deny what it speaks of for ever, the way back included. */
    private Optional<Refusal> againstRemoving(String name) {
        if (book.find(name).isEmpty()) {
            return Optional.of(new Refusal(
                    Refusal.Kind.NOT_FOUND, "no operator is named " + Shown.plain(name) + "; see stemma operator list"));
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
