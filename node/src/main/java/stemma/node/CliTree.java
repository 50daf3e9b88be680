package stemma.node;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import stemma.core.Catalogue;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Secret;

/** The catalogue as a tree of commands, and what was typed as words for an operation's input. */
final class CliTree {
    static final String JSON = "--json";
    /** Marks a command that only groups others. */
    static final Object ROOM = "room";

    private CliTree() {}

    static CommandSpec of(Catalogue catalogue, Collection<Cli.TerminalVerb> terminalVerbs) {
        CommandSpec root = command("stemma", "An agent node that can prove what it did.", "root")
                .version(Version.text());
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("print the version")
                .build());
        root.usageMessage().footer("", "Each verb explains itself: stemma VERB --help");
        Map<String, CommandSpec> rooms = new TreeMap<>();
        for (Cli.TerminalVerb verb : terminalVerbs) {
            CommandSpec spec = command(verb.name().substring(verb.name().indexOf(' ') + 1), verb.summary(), verb);
            verb.options(spec);
            add(rooms, verb.name(), spec);
        }
        for (Operation<?, ?> operation : catalogue.all()) {
            add(rooms, operation);
        }
        rooms.forEach(root::addSubcommand);
        HelpSections.over(root);
        return root;
    }

    /** Two words are a room and a verb in it. */
    private static void add(Map<String, CommandSpec> rooms, String words, CommandSpec spec) {
        int space = words.indexOf(' ');
        if (space < 0) {
            rooms.put(words, spec);
        } else {
            String room = words.substring(0, space);
            rooms.computeIfAbsent(room, name -> command(name, about(name), ROOM))
                    .addSubcommand(words.substring(space + 1), spec);
        }
    }

    private static void add(Map<String, CommandSpec> rooms, Operation<?, ?> operation) {
        String room = operation.room();
        if (operation.verb().isEmpty()) {
            if (!rooms.containsKey(room)) {
                rooms.put(room, described(command(room, operation.summary(), operation), operation));
            }
            return;
        }
        CommandSpec parent = rooms.computeIfAbsent(room, name -> command(name, about(name), ROOM));
        String verb = operation.verb().get();
        parent.addSubcommand(verb, described(command(verb, operation.summary(), operation), operation));
    }

    private static String about(String room) {
        return switch (room) {
            case "act" -> "List and show acts: what was decided, done and spent";
            case "approval" -> "List and show the questions that wait for a person";
            case "log" -> "Read, verify and prove the log";
            case "operator" -> "Name the people whose signatures count in a quorum";
            case "purse" -> "Show what was spent and what is left, and limit it";
            case "sandbox" -> "Explain a box, try to leave one, run in one and keep nothing";
            case "policy" -> "Show, try, check and change the rules";
            case "vault" -> "Keep secrets, which go by a name and are shown to nobody";
            default -> "Verbs of " + room;
        };
    }

    private static CommandSpec command(String name, String summary, Object meaning) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(meaning).name(name);
        spec.usageMessage().description(summary);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("explain this verb")
                .build());
        return spec;
    }

    private static CommandSpec described(CommandSpec spec, Operation<?, ?> operation) {
        for (RecordComponent component : operation.input().getRecordComponents()) {
            if (component.getType() != Secret.class) {
                spec.add(argument(component));
            }
        }
        SecretInput.footer(operation).ifPresent(text -> spec.usageMessage().footer("", text));
        spec.addOption(OptionSpec.builder(JSON).description("print JSON").build());
        return spec;
    }

    private static ArgSpec argument(RecordComponent component) {
        @Nullable Param param = component.getAnnotation(Param.class);
        String help = param == null ? "" : param.value();
        boolean required = param == null || param.byDefault().equals(Param.REQUIRED);
        boolean many = component.getType() == List.class;
        if (param != null && param.position() >= 0) {
            int at = param.position();
            return PositionalParamSpec.builder()
                    .index(many ? at + "..*" : Integer.toString(at))
                    .arity(many ? "0..*" : required ? "1" : "0..1")
                    .paramLabel(component.getName().toUpperCase(Locale.ROOT))
                    .description(help)
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .build();
        }
        boolean flag = component.getType() == boolean.class;
        return OptionSpec.builder("--" + option(component.getName()))
                .arity(flag ? "0" : "1")
                .required(required)
                .paramLabel(component.getName().toUpperCase(Locale.ROOT))
                .description(help)
                .type(flag ? boolean.class : List.class)
                .auxiliaryTypes(flag ? boolean.class : String.class)
                .build();
    }

    /** {@code wallSeconds} is typed {@code --wall-seconds}. */
    private static String option(String component) {
        return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** What was typed, by component; a component that was not given is absent. */
    static Map<String, List<String>> words(Operation<?, ?> operation, ParseResult parsed) {
        Map<String, List<String>> words = new TreeMap<>();
        for (RecordComponent component : operation.input().getRecordComponents()) {
            List<String> given = component.getType() == Secret.class ? List.of() : given(component, parsed);
            if (!given.isEmpty()) {
                words.put(component.getName(), given);
            }
        }
        return words;
    }

    private static List<String> given(RecordComponent component, ParseResult parsed) {
        @Nullable Param param = component.getAnnotation(Param.class);
        List<String> given = new ArrayList<>();
        if (param != null && param.position() >= 0) {
            for (PositionalParamSpec positional : parsed.matchedPositionals()) {
                if (positional.index().min() == param.position()) {
                    given.addAll(positional.stringValues());
                }
            }
            return List.copyOf(given);
        }
        @Nullable OptionSpec option = parsed.matchedOption("--" + option(component.getName()));
        if (option == null) {
            return List.of();
        }
        return component.getType() == boolean.class ? List.of("true") : List.copyOf(option.stringValues());
    }

    /** What was typed for an option of a verb's own. */
    static Optional<String> option(ParseResult parsed, String name) {
        @Nullable OptionSpec option = parsed.matchedOption(name);
        return option == null
                ? Optional.empty()
                : Optional.of(option.stringValues().getFirst());
    }
}
