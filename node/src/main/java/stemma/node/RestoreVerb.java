package stemma.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import stemma.core.Catalogue;
import stemma.core.Refusal;
import stemma.gateway.verb.Shell;
import stemma.store.Home;
import stemma.store.LocalDisk;

/** {@code stemma restore FILE}: the one verb that wants a home without a node. */
final class RestoreVerb implements Cli.TerminalVerb {
    static final String NAME = "restore";

    private final Optional<Home> home;

    private RestoreVerb(Optional<Home> home) {
        this.home = home;
    }

    /** As the help of a home that is in use shows it. */
    static RestoreVerb described() {
        return new RestoreVerb(Optional.empty());
    }

    /** Runs it over a home that no node holds. */
    static int run(Home home, List<String> arguments, Shell shell) throws InterruptedException {
        RestoreVerb verb = new RestoreVerb(Optional.of(home));
        return new Cli(Catalogue.of(List.of()), Map.of(NAME, verb)).run(arguments, shell);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "Lay an empty home out from a backup, once all of it is seen to be right";
    }

    @Override
    public void options(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .paramLabel("FILE")
                .type(String.class)
                .description("a backup")
                .build());
        spec.usageMessage().footer("", "It asks for the backup's passphrase, or reads it from a pipe.");
    }

    @Override
    public int run(ParseResult parsed, Shell shell) throws InterruptedException {
        Home empty = home.orElseThrow(() -> new Refusal(
                Refusal.Kind.CONFLICT, "this home is in use; point STEMMA_HOME at an empty folder to restore into"));
        Path file = shell.folder().resolve(parsed.matchedPositionalValue(0, "")).normalize();
        if (!Files.isRegularFile(file)) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "there is no backup " + file);
        }
        try {
            Restore.Restored restored =
                    new Restore(new LocalDisk(), empty).from(file, SecretInput.one("the backup's passphrase", shell));
            PrintStream out = new PrintStream(shell.out(), true, StandardCharsets.UTF_8);
            out.println(restored.node() + " is back in " + empty.root() + ": " + restored.files() + " files, "
                    + restored.size() + " entries verified");
            if (!restored.keys()) {
                out.println("it holds no keys: put node.key into " + empty.keys() + " before you start it");
            }
            return Cli.OK;
        } catch (IOException e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "the standard input cannot be read: " + e.getMessage());
        }
    }
}
