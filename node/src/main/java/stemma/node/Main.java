package stemma.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;
import stemma.core.Refusal;
import stemma.gateway.verb.Shell;
import stemma.gateway.verb.VerbClient;
import stemma.ledger.LedgerFailed;
import stemma.store.Home;
import stemma.store.LocalDisk;
import stemma.store.StoreFailed;

/**
 * The entry point of the command line. A verb that finds a running node on the home's socket is its
 * client; otherwise this process opens the home itself, under its lock, and runs the verb.
 */
public final class Main {
    private Main() {}

    /** Runs one verb and ends with its exit code. */
    public static void main(String... args) {
        List<String> arguments = List.of(args);
        Map<String, String> environment = System.getenv();
        Shell shell = new LocalShell(arguments, environment, Path.of("").toAbsolutePath());
        int code = run(arguments, environment, shell);
        System.exit(code);
    }

    private static int run(List<String> arguments, Map<String, String> environment, Shell shell) {
        PrintStream err = new PrintStream(shell.err(), true, StandardCharsets.UTF_8);
        try {
            Home home = new Home(homeFolder(environment));
            boolean owns = !arguments.isEmpty() && Up.VERBS.contains(arguments.getFirst());
            if (!owns) {
                OptionalInt far = VerbClient.run(home.socket(), arguments, shell, memory(environment));
                if (far.isPresent()) {
                    return far.getAsInt();
                }
            }
            return LocalVerb.run(home, arguments, environment, shell);
        } catch (Refusal e) {
            err.println("stemma: " + e.getMessage());
            return e.kind().exit();
        } catch (IOException e) {
            err.println("stemma: " + e.getMessage());
            return Refusal.Kind.UNAVAILABLE.exit();
        } catch (InterruptedException e) {
            return Up.INTERRUPTED;
        } catch (StoreFailed | LedgerFailed e) {
            err.println("stemma: " + e.getMessage());
            return Refusal.Kind.UNAVAILABLE.exit();
        } catch (RuntimeException e) {
            err.println("stemma: this verb could not be finished, by a defect of Stemma's own: " + e);
            Logger.getLogger(Main.class.getName()).log(Level.SEVERE, "a verb failed", e);
            return Cli.INTERNAL;
        }
    }

    private static ClientMemory memory(Map<String, String> environment) {
        return new ClientMemory(new LocalDisk(), CheckpointMemory.folder(environment));
    }

    private static Path homeFolder(Map<String, String> environment) {
        String set = environment.getOrDefault("STEMMA_HOME", "");
        return set.isEmpty() ? Path.of(environment.getOrDefault("HOME", "/"), ".stemma") : Path.of(set);
    }
}
