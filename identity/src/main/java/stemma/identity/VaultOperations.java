package stemma.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import stemma.core.Act;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Ending;
import stemma.core.Entropy;
import stemma.core.Gate;
import stemma.core.Op;
import stemma.core.Operation;
import stemma.core.Operation.Nothing;
import stemma.core.Param;
import stemma.core.Performers;
import stemma.core.Provenance;
import stemma.core.Refusal;
import stemma.core.Result;
import stemma.core.Secret;

/** What an operator can do with secrets: put, name, remove. Nothing here gives one back. */
public final class VaultOperations {
    /** The shortest secret that is kept: a shorter one would be found in ordinary text. */
    public static final int SECRET_CHARS_MIN = 8;
    /** The shortest passphrase. */
    public static final int PASSPHRASE_CHARS_MIN = 8;

    private final Gate gate;
    private final Vault vault;
    private final Entropy entropy;

    public VaultOperations(Gate gate, Vault vault, Entropy entropy) {
        this.gate = gate;
        this.vault = vault;
        this.entropy = entropy;
    }

    /** Input of {@code vault.put}. */
    public record Kept(
            @Param(value = "what to call it, such as openai", position = 0)
            String name,

            @Param("the secret itself") Secret secret) {}

    record Named(
            @Param(value = "what it is called", position = 0)
            String name) {}

    record NewPhrase(
            @Param("the new passphrase; none to let the node's own key open the vault")
            Secret passphrase,

            @Param("the same passphrase again") Secret again) {}

    record Phrase(@Param("the vault's passphrase") Secret passphrase) {}

    record State(String handle, String done) {}

    record Shown(String handle, String by, String put, String used) {}

    record Listing(List<Shown> secrets) {}

    /** Registers who performs the vault's acts. */
    public static void register(Performers.Builder performers, Vault vault) {
        VaultOps.register(performers, vault);
    }

    /** Every operation of the vault, declared before there is one. */
    public static List<Operation<?, ?>> all(Supplier<VaultOperations> live) {
        return List.of(
                changing(
                        "put",
                        "Keep a secret under a name; it is read from the terminal or a pipe",
                        Kept.class,
                        (in, call) -> live.get().put(in, call)),
                changing(
                        "remove",
                        "Forget a secret for good",
                        Named.class,
                        (in, call) -> live.get().remove(in, call)),
                changing(
                        "passphrase",
                        "Set, change or take away the passphrase that opens the vault",
                        NewPhrase.class,
                        (in, call) -> live.get().passphrase(in, call)),
                changing(
                        "unlock",
                        "Open the vault with its passphrase",
                        Phrase.class,
                        (in, call) -> live.get().unlock(in, call)),
                changing(
                        "lock",
                        "Forget the secrets until the passphrase is given again",
                        Nothing.class,
                        (in, call) -> live.get().lock(call)),
                new Operation<>(
                        "vault.list",
                        "List the names of secrets, never their values",
                        Nothing.class,
                        Listing.class,
                        Auth.OPERATOR,
                        false,
                        (in, call) -> live.get().list(call),
                        VaultOperations::text));
    }

    private static <I extends Record> Operation<I, State> changing(
            String verb, String summary, Class<I> input, Operation.Handler<I, State> handler) {
        return new Operation<>("vault." + verb, summary, input, State.class, Auth.OPERATOR, true, handler, State::done);
    }

    private State put(Kept input, Call call) {
        String handle = handle(input.name());
        int chars = input.secret().reveal().strip().length();
        if (chars < SECRET_CHARS_MIN) {
            throw new Refusal(
                    Refusal.Kind.BAD_INPUT,
                    "a secret has at least " + SECRET_CHARS_MIN + " characters that are no blanks at its ends");
        }
        vault.requirePuttable(input.name());
        VaultOps.Put put = VaultOps.Put.of(input.name(), input.secret(), entropy);
        boolean replaced = gate.perform(
                        VaultOps.PUT, act(VaultOps.PUT, handle, call).input(put.digest()), put)
                .orThrow()
                .replaced();
        return new State(handle, (replaced ? "replaced " : "kept as ") + handle);
    }

    private State remove(Named input, Call call) {
        String handle = handle(input.name());
        vault.requireKnown(input.name());
        gate.perform(VaultOps.REMOVE, act(VaultOps.REMOVE, handle, call), input.name())
                .orThrow();
        return new State(handle, "removed " + handle + "; it may still lie in older backups and on the disk");
    }

    private State passphrase(NewPhrase input, Call call) {
        vault.requireOpen();
        if (!input.passphrase().same(input.again())) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "the two passphrases differ; nothing was changed");
        }
        int chars = input.passphrase().reveal().length();
        if (chars > 0 && chars < PASSPHRASE_CHARS_MIN) {
            throw new Refusal(
                    Refusal.Kind.BAD_INPUT, "a passphrase has at least " + PASSPHRASE_CHARS_MIN + " characters");
        }
        VaultOps.Phrase phrase = VaultOps.Phrase.of(input.passphrase(), entropy);
        gate.perform(
                        VaultOps.PASSPHRASE,
                        act(VaultOps.PASSPHRASE, VaultOps.WHOLE, call).input(phrase.digest()),
                        phrase)
                .orThrow();
        return new State(
                VaultOps.WHOLE,
                chars == 0 ? "the node's own key opens the vault" : "only the passphrase opens the vault");
    }

    private State unlock(Phrase input, Call call) {
        VaultOps.Phrase phrase = VaultOps.Phrase.of(input.passphrase(), entropy);
        Result<VaultOps.Unlocked> result = gate.perform(
                VaultOps.UNLOCK, act(VaultOps.UNLOCK, VaultOps.WHOLE, call).input(phrase.digest()), phrase);
        if (result instanceof Result.Ended<VaultOps.Unlocked>(var receipt, var output)
                && receipt.ending() == Ending.FAILED) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, receipt.note());
        }
        result.orThrow();
        return new State(VaultOps.WHOLE, "the vault is open");
    }

    private State lock(Call call) {
        if (!vault.hasPassphrase()) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "the vault has no passphrase to open it again with; set one with: stemma vault passphrase");
        }
        gate.perform(VaultOps.LOCK, act(VaultOps.LOCK, VaultOps.WHOLE, call), new Nothing())
                .orThrow();
        return new State(VaultOps.WHOLE, "the vault is locked");
    }

    private Listing list(Call call) {
        vault.requireOpen();
        List<Vault.Listed> secrets = gate.perform(
                        VaultOps.LIST, act(VaultOps.LIST, VaultOps.WHOLE, call), new Nothing())
                .orThrow()
                .secrets();
        return new Listing(secrets.stream()
                .map(s -> new Shown(s.handle(), s.by(), time(s.putMillis()), time(s.usedMillis())))
                .toList());
    }

    private static Act act(Op<?, ?> op, String target, Call call) {
        return Act.of(op, target, call.caller(), Provenance.OPERATOR);
    }

    private static String handle(String name) {
        try {
            return VaultOps.target(name);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }

    private static String time(long millis) {
        return millis == 0
                ? ""
                : Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String text(Listing listing) {
        if (listing.secrets().isEmpty()) {
            return "the vault is empty; keep a secret with: stemma vault put NAME";
        }
        StringBuilder text = new StringBuilder();
        for (Shown s : listing.secrets()) {
            text.append(String.format(
                    "%-32s put %s by %s%s%n",
                    s.handle(), s.put(), s.by(), s.used().isEmpty() ? "" : ", last used " + s.used()));
        }
        return text.toString().stripTrailing();
    }
}
