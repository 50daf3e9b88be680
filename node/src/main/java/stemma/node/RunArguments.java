package stemma.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import stemma.core.Refusal;
import stemma.gateway.verb.Shell;
import stemma.gateway.verb.WindowSize;
import stemma.sandbox.BoxLimits;
import stemma.sandbox.BoxRefused;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.CacheLayer;
import stemma.sandbox.HomeGrant;
import stemma.sandbox.HostPort;

/** What is typed to have a command boxed: its grants, its bounds, the command itself. */
final class RunArguments {
    private RunArguments() {}

    /** What a box may be granted. */
    static void grants(CommandSpec spec) {
        spec.addOption(many("--net", "HOST[:PORT]", "let it reach this host, port 443 unless given; repeatable"));
        spec.addOption(many("--env", "NAME", "pass this variable of yours, its value masked in the log; repeatable"));
        spec.addOption(many("--home", "PATH", "show this part of your home, copy-on-write; repeatable"));
        spec.addOption(OptionSpec.builder("--wall-seconds")
                .paramLabel("N")
                .type(Integer.class)
                .description("stop it after this long")
                .build());
    }

    static void folder(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--dir")
                .paramLabel("PATH")
                .type(String.class)
                .description("the folder to work on; this one unless given")
                .build());
    }

    /**
     * The command, after everything else.
     *
     * @param arity how many words it has, such as {@code 1..*}
     */
    static void command(CommandSpec spec, String arity) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity(arity)
                .paramLabel("COMMAND")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("after -- : the command and its arguments")
                .build());
    }

    private static OptionSpec many(String name, String label, String help) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description(help)
                .build();
    }

    /** The words of the command. */
    static List<String> command(ParseResult parsed) {
        return parsed.matchedPositionals().stream()
                .flatMap(words -> words.stringValues().stream())
                .toList();
    }

    /** The folder that was named, or the one the caller is in. */
    static Path folder(ParseResult parsed, Shell shell) {
        Path folder = shell.folder()
                .resolve(CliTree.option(parsed, "--dir").orElse("."))
                .normalize();
        if (!Files.isDirectory(folder)) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "there is no folder " + folder);
        }
        return folder;
    }

    /** The request as it was typed, with real paths; a {@link Refusal} says what is wrong with it. */
    static BoxSpec spec(Node node, ParseResult parsed, Shell shell, Path folder, List<String> command) {
        Path userHome = node.userHome();
        NodeConfig.BoxBounds bounds = node.config().box();
        int seconds =
                CliTree.option(parsed, "--wall-seconds").map(Integer::parseInt).orElse(bounds.wallSeconds());
        if (seconds < 1) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "--wall-seconds is 1 or more, not " + seconds);
        }
        try {
            BoxLimits usual = BoxLimits.standard();
            BoxLimits limits = new BoxLimits(
                    bounds.cpuSeconds(),
                    (long) bounds.memoryMib() << 20,
                    bounds.processesMax(),
                    usual.fileBytesMax(),
                    usual.scratchBytes(),
                    seconds * 1_000L,
                    Long.MAX_VALUE);
            BoxSpec spec = BoxSpec.of(folder, command.toArray(String[]::new))
                    .withNetHosts(options(parsed, "--net").stream()
                            .map(HostPort::parse)
                            .toList())
                    .withHomeGrants(options(parsed, "--home").stream()
                            .map(path -> new HomeGrant(userHome.resolve(path).normalize()))
                            .toList())
                    .withEnvironment(environment(options(parsed, "--env"), shell))
                    .withCaches(CacheLayer.known(userHome))
                    .withLimits(limits);
            Optional<WindowSize> window = shell.terminal();
            BoxSpec asked = window.isEmpty()
                    ? spec
                    : spec.withTerminal(new stemma.sandbox.WindowSize(
                            window.get().columns(), window.get().rows()));
            return node.runs().resolve(asked);
        } catch (IllegalArgumentException | BoxRefused e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "the folder " + folder + " cannot be used: " + e.getMessage());
        }
    }

    private static Map<String, String> environment(List<String> names, Shell shell) {
        Map<String, String> granted = new HashMap<>();
        String term = shell.environment().get("TERM");
        if (term != null) {
            granted.put("TERM", term);
        }
        for (String name : names) {
            String value = shell.environment().get(name);
            if (value == null) {
                String why = name.contains("=")
                        ? "it takes a name alone, of a variable you have set"
                        : "you have no such variable";
                throw new Refusal(Refusal.Kind.BAD_INPUT, "--env " + name + ": " + why);
            }
            granted.put(name, value);
        }
        return granted;
    }

    private static List<String> options(ParseResult parsed, String name) {
        @Nullable OptionSpec option = parsed.matchedOption(name);
        return option == null ? List.of() : option.stringValues();
    }
}
