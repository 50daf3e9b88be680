package stemma.node;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import stemma.core.Act;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Provenance;
import stemma.core.Refusal;
import stemma.core.Secret;
import stemma.identity.VaultOperations;
import stemma.store.Home;

/** What an operator can do so that a lost disk is not a lost node. */
final class BackupOperations {
    private static final long BACKUP_MILLIS_MAX = 60 * 60 * 1_000L;

    private final Gate gate;
    private final Home home;

    BackupOperations(Gate gate, Home home) {
        this.gate = gate;
        this.home = home;
    }

    record Wanted(
            @Param(value = "the absolute path of a new file", position = 0)
            String file,

            @Param(value = "also the node's keys and its vault", byDefault = "false")
            boolean withKeys,

            @Param("a passphrase for the backup") Secret passphrase,

            @Param("the same passphrase again") Secret again) {}

    static List<Operation<?, ?>> all(Supplier<BackupOperations> live) {
        return List.of(new Operation<>(
                "backup",
                "Write the whole node into one sealed file while it runs; keys and vault only when asked for",
                Wanted.class,
                Backup.Made.class,
                Auth.OPERATOR,
                true,
                (input, call) -> live.get().backup(input, call),
                BackupOperations::text));
    }

    private Backup.Made backup(Wanted input, Call call) {
        Path file = path(input.file());
        if (!file.isAbsolute() || !file.equals(file.normalize()) || file.getFileName() == null) {
            throw bad("a backup goes to an absolute path without '..', such as \"$PWD/node.backup\"");
        }
        if (file.startsWith(home.root())) {
            throw bad("a backup inside the home would be lost with it; name a file elsewhere");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw bad(file + " is there already; name a new file");
        }
        if (!input.passphrase().same(input.again())) {
            throw bad("the two passphrases differ; nothing was written");
        }
        if (input.passphrase().reveal().length() < VaultOperations.PASSPHRASE_CHARS_MIN) {
            throw bad("a passphrase has at least " + VaultOperations.PASSPHRASE_CHARS_MIN + " characters");
        }
        Backup.Wanted wanted = new Backup.Wanted(file, input.withKeys(), input.passphrase());
        Act act = Act.of(Backup.BACKUP, file.toString(), call.caller(), Provenance.OPERATOR)
                .input(wanted.digest())
                .within(BACKUP_MILLIS_MAX);
        return gate.perform(Backup.BACKUP, act, wanted).orThrow();
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw bad("this is no path: " + e.getReason());
        }
    }

    private static Refusal bad(String message) {
        return new Refusal(Refusal.Kind.BAD_INPUT, message);
    }

    private static String text(Backup.Made made) {
        return made.files() + " files, " + made.bytes() + " bytes sealed in " + made.file() + ", the log up to entry "
                + made.size()
                + (made.withKeys()
                        ? "\nit holds the node's keys: who has it and the passphrase is this node"
                        : "\nit is a record and no node: keep keys/node.key apart, or back up with --with-keys");
    }
}
