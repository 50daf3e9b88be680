package stemma.node;

import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import stemma.core.Operation;

/** One line about what was mistyped, with the way out; it names stemma once. */
final class Mistake {
    private Mistake() {}

    static String of(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched, command);
            case MissingParameterException missing -> missing(missing, command);
            case ParameterException typed
            when typed.getArgSpec() instanceof OptionSpec option
                    && option.type() != String.class
                    && typed.getValue() != null ->
                "stemma: " + option.longestName() + " is a whole number, not '" + typed.getValue() + "'; see " + command
                        + " --help";
            default -> "stemma: " + lower(String.valueOf(e.getMessage())) + "; see " + command + " --help";
        };
    }

    private static String unmatched(UnmatchedArgumentException e, String command) {
        String word = e.getUnmatched().getFirst();
        List<String> near = Nearest.to(word, names(e.getCommandLine().getCommandSpec(), word.startsWith("-")));
        String hint = near.isEmpty() ? "see " + command + " --help" : "did you mean " + String.join(" or ", near) + "?";
        if (word.startsWith("-")) {
            return command + " has no option " + word + "; " + hint;
        }
        CommandLine line = e.getCommandLine();
        if (line.getCommandSpec().userObject() instanceof Operation<?, ?> operation && SecretInput.wants(operation)) {
            return command + " takes no secret as an argument, where others could read it; it asks for it, or reads it"
                    + " from a pipe";
        }
        boolean group = !line.getSubcommands().isEmpty();
        return group
                ? "stemma: '" + word + "' is not a verb of " + command + "; " + hint
                : command + " takes no further word, but was given '" + word + "'; " + hint;
    }

    private static Collection<String> names(CommandSpec spec, boolean options) {
        return options ? spec.optionsMap().keySet() : spec.subcommands().keySet();
    }

    private static String missing(MissingParameterException e, String command) {
        if (e.getMissing().getFirst() instanceof OptionSpec option && !option.required()) {
            return "stemma: " + option.longestName() + " needs " + option.paramLabel() + "; see " + command + " --help";
        }
        String names = String.join(
                ", ",
                e.getMissing().stream()
                        .map(arg -> arg.isOption() ? ((OptionSpec) arg).longestName() : arg.paramLabel())
                        .toList());
        return command + " needs " + names + "; see " + command + " --help";
    }

    private static String lower(String message) {
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
