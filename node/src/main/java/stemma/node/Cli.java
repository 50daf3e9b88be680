package stemma.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import stemma.core.ActRefused;
import stemma.core.ActWaiting;
import stemma.core.Catalogue;
import stemma.core.LogFailed;
import stemma.core.Operation;
import stemma.core.Refusal;
import stemma.gateway.Wire;
import stemma.gateway.verb.Shell;
import stemma.gateway.verb.Verb;
import stemma.store.StateAway;

/**
 * The command line: every operation of the catalogue as a verb, and beside them the few verbs that
 * need a terminal. Exit codes follow sysexits; 0 is success, 64 a mistake in what was typed, 75 a
 * question that waits for a person. Thread-safe.
 */
final class Cli implements Verb {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 64;
    static final int INTERNAL = 70;
    static final int WAITING = 75;

    private final Catalogue catalogue;
    private final Map<String, TerminalVerb> terminalVerbs;
    private final Wire wire = new Wire();

    /**
     * Takes what it shows.
     *
     * @param terminalVerbs by name; they come before operations of the same name
     */
    Cli(Catalogue catalogue, Map<String, TerminalVerb> terminalVerbs) {
        this.catalogue = catalogue;
        this.terminalVerbs = new TreeMap<>(terminalVerbs);
    }

    /** A verb that talks with the terminal itself. */
    interface TerminalVerb {
        String name();

        /** One sentence for the help. */
        String summary();

        /** Adds options and arguments. */
        void options(CommandSpec spec);

        /** Does it; returns the exit code. */
        int run(ParseResult parsed, Shell shell) throws InterruptedException;
    }

    @Override
    public int run(List<String> arguments, Shell shell) throws InterruptedException {
        PrintStream err = new PrintStream(shell.err(), true, StandardCharsets.UTF_8);
        try {
            return dispatch(arguments, shell);
        } catch (ParameterException e) {
            err.println(Mistake.of(e));
            return USAGE;
        } catch (Refusal e) {
            err.println("stemma: " + e.getMessage());
            return e.kind().exit();
        } catch (StateAway e) {
            err.println("stemma: " + e.getMessage());
            return Refusal.Kind.UNAVAILABLE.exit();
        } catch (ActWaiting e) {
            err.println("stemma: " + e.getMessage() + "; " + e.next());
            return WAITING;
        } catch (ActRefused e) {
            err.println("stemma: " + e.getMessage());
            return FAILED;
        } catch (LogFailed e) {
            err.println("stemma: nothing more can be done, because it could not be recorded: " + e.getMessage());
            return INTERNAL;
        }
    }

    private int dispatch(List<String> arguments, Shell shell) throws InterruptedException {
        CommandLine line = new CommandLine(CliTree.of(catalogue, terminalVerbs.values()));
        line.setStopAtPositional(false);
        PrintStream out = new PrintStream(shell.out(), true, StandardCharsets.UTF_8);
        ParseResult parsed = line.parseArgs(arguments.toArray(String[]::new));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        CommandSpec spec = parsed.commandSpec();
        if (parsed.isUsageHelpRequested() || CliTree.ROOM.equals(spec.userObject())) {
            out.print(spec.commandLine().getUsageMessage(Ansi.OFF));
            return OK;
        }
        if (parsed.isVersionHelpRequested()) {
            out.println("stemma " + Version.text());
            return OK;
        }
        return switch (spec.userObject()) {
            case TerminalVerb verb -> verb.run(parsed, shell);
            case Operation<?, ?> operation -> operate(operation, parsed, shell);
            default -> {
                out.print(line.getUsageMessage(Ansi.OFF));
                yield arguments.isEmpty() ? OK : USAGE;
            }
        };
    }

    private <I extends Record, O extends Record> int operate(Operation<I, O> operation, ParseResult parsed, Shell shell)
            throws InterruptedException {
        Map<String, List<String>> words = CliTree.words(operation, parsed);
        words.putAll(SecretInput.read(operation, shell));
        I input = wire.read(operation.input(), words);
        O output = Invocation.of(operation, input, shell);
        String text = parsed.hasMatchedOption(CliTree.JSON)
                ? wire.text(output)
                : operation.text().apply(output);
        try {
            if (!text.isEmpty()) {
                shell.out().write((text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
                shell.out().flush();
            }
        } catch (IOException e) {
            if (Shell.readerGone(e)) {
                return Shell.READER_GONE;
            }
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "the standard output cannot be written: " + e.getMessage());
        }
        return output instanceof Operation.Judgement judgement && !judgement.sound() ? FAILED : OK;
    }
}
