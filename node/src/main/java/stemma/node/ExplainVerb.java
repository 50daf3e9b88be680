package stemma.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import stemma.core.Refusal;
import stemma.gateway.Wire;
import stemma.gateway.verb.Shell;
import stemma.sandbox.BoxExplanation;
import stemma.sandbox.BoxSpec;

/** {@code stemma sandbox explain}: what {@code stemma run} with the same words would show and bind. Starts nothing. */
final class ExplainVerb implements Cli.TerminalVerb {
    private final Supplier<Node> opened;

    ExplainVerb(Supplier<Node> opened) {
        this.opened = opened;
    }

    @Override
    public String name() {
        return "sandbox explain";
    }

    @Override
    public String summary() {
        return "Show how a command would be held, and start nothing";
    }

    @Override
    public void options(CommandSpec spec) {
        RunArguments.grants(spec);
        RunArguments.folder(spec);
        spec.addOption(
                OptionSpec.builder(CliTree.JSON).description("print JSON").build());
        RunArguments.command(spec, "0..*");
    }

    @Override
    public int run(ParseResult parsed, Shell shell) {
        PrintStream out = new PrintStream(shell.out(), true, StandardCharsets.UTF_8);
        Node node = opened.get();
        Path folder = RunArguments.folder(parsed, shell);
        List<String> typed = RunArguments.command(parsed);
        List<String> command = typed.isEmpty() ? List.of("true") : typed;
        BoxSpec spec = RunArguments.spec(node, parsed, shell, folder, command);
        try {
            BoxExplanation explained = node.runs().explain(spec);
            out.println(parsed.hasMatchedOption(CliTree.JSON) ? new Wire().text(explained) : text(explained));
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Kind.NOT_FOUND, "the folder " + folder + " cannot be looked at: " + e.getMessage());
        }
        return Cli.OK;
    }

    private static String text(BoxExplanation explained) {
        StringBuilder text = new StringBuilder();
        explained.lines().forEach(line -> text.append(String.format("%-10s %s%n", line.aspect(), line.how())));
        explained.notes().forEach(note -> text.append(String.format("%-10s %s%n", "note", note)));
        return text.append(String.format(
                        "%-10s %s; stemma sandbox test tries it",
                        "strength", explained.strength().name().toLowerCase(Locale.ROOT)))
                .toString();
    }
}
