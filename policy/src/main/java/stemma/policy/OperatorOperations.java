package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Refusal;
import stemma.identity.IdentityFailed;
import stemma.identity.SshKey;
import stemma.store.Disk;

/** Who is an operator by name: what a quorum counts. */
public final class OperatorOperations {
    private final Gate gate;
    private final OperatorBook book;
    private final OperatorActs acts;
    private final RuleTexts files;

    public OperatorOperations(Gate gate, OperatorBook book, OperatorActs acts, Disk disk) {
        this.gate = gate;
        this.book = book;
        this.acts = acts;
        this.files = new RuleTexts(disk);
    }

    /** A person and their key. */
    record Newcomer(
            @Param(value = "the operator's name, as rules say it", position = 0)
            String name,

            @Param(value = "their public key, ssh-ed25519 AAAA..., or the absolute path of its .pub file", position = 1)
            String key) {}

    /** A person. */
    record ByName(
            @Param(value = "the operator's name", position = 0)
            String name) {}

    /**
     * One operator.
     *
     * @param fingerprint as ssh-keygen -l prints it
     * @param act that named them
     */
    record OperatorView(String name, String fingerprint, String key, String act) {
        static OperatorView of(OperatorBook.Named named) {
            return new OperatorView(
                    named.name(),
                    named.key().fingerprint(),
                    named.key().line(),
                    named.act().toString());
        }
    }

    /** Everybody, by name. */
    record Named(List<OperatorView> operators) {
        Named {
            operators = List.copyOf(operators);
        }
    }

    /** Every operation, declared before there is anything to ask. */
    public static List<Operation<?, ?>> all(Supplier<OperatorOperations> live) {
        return List.of(
                new Operation<>(
                        "operator.add",
                        "Name an operator whose signature counts in a quorum",
                        Newcomer.class,
                        OperatorView.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().add(in, call),
                        one -> one.name() + " is an operator with the key " + one.fingerprint() + ", by act "
                                + one.act()),
                new Operation<>(
                        "operator.remove",
                        "Take an operator off; their signatures count no more",
                        ByName.class,
                        Named.class,
                        Auth.OPERATOR,
                        true,
                        (in, call) -> live.get().remove(in, call),
                        OperatorOperations::text),
                new Operation<>(
                        "operator.list",
                        "List who is an operator by name",
                        Operation.Nothing.class,
                        Named.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().list(),
                        OperatorOperations::text));
    }

    OperatorView add(Newcomer in, Call call) {
        acts.add(gate, in.name(), key(in.key()), call.caller()).orThrow();
        return book.find(in.name())
                .map(OperatorView::of)
                .orElseThrow(() -> new Refusal(Refusal.Kind.CONFLICT, in.name() + " was removed again meanwhile"));
    }

    Named remove(ByName in, Call call) {
        acts.remove(gate, in.name(), call.caller()).orThrow();
        return list();
    }

    Named list() {
        return new Named(book.all().stream().map(OperatorView::of).toList());
    }

    private SshKey key(String given) {
        try {
            return SshKey.parse(
                    given.startsWith("/")
                            ? new String(files.content(given, SshKey.LINE_CHARS_MAX), StandardCharsets.UTF_8)
                            : given);
        } catch (IdentityFailed e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }

    private static String text(Named named) {
        if (named.operators().isEmpty()) {
            return "Nobody is named. One person who holds the operator's credential answers for all:\n"
                    + "stemma operator add NAME ~/.ssh/id_ed25519.pub names somebody.";
        }
        List<List<String>> rows = new ArrayList<>();
        named.operators().forEach(one -> rows.add(List.of(one.name(), one.fingerprint(), "by act " + one.act())));
        return Shown.table(rows);
    }
}
