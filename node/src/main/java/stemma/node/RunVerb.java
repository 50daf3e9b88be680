package stemma.node;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import stemma.core.Approval;
import stemma.core.Ending;
import stemma.core.Json;
import stemma.core.Receipt;
import stemma.core.Refusal;
import stemma.core.Result;
import stemma.gateway.verb.Shell;
import stemma.gateway.verb.WindowSize;
import stemma.sandbox.BoxExit;
import stemma.sandbox.BoxLimits;
import stemma.sandbox.BoxRefused;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.CacheLayer;
import stemma.sandbox.Diff;
import stemma.sandbox.HomeGrant;
import stemma.sandbox.HostPort;
import stemma.sandbox.run.RunEnd;
import stemma.sandbox.run.RunIo;
import stemma.sandbox.run.RunReader;
import stemma.sandbox.run.RunRequest;
import stemma.sandbox.run.RunTexts;
import stemma.sandbox.run.RunView;

/**
 * {@code stemma run -- COMMAND}: the command's streams are the terminal's, its exit code is the verb's,
 * and what it changed is shown at the end, to be applied or discarded.
 */
final class RunVerb implements Cli.TerminalVerb {
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "QUIT", 3, "TERM", 15);
    private static final int TIMED_OUT = 124;
    private static final int NOT_STARTED = 125;

    private final Supplier<Node> opened;

    RunVerb(Supplier<Node> opened) {
        this.opened = opened;
    }

    @Override
    public String name() {
        return "run";
    }

    @Override
    public String summary() {
        return "Run any command in a box on a copy-on-write view of this folder";
    }

    @Override
    public void options(CommandSpec spec) {
        spec.addOption(many("--net", "HOST[:PORT]", "let it reach this host, port 443 unless given; repeatable"));
        spec.addOption(many("--env", "NAME", "pass this variable of yours, its value masked in the log; repeatable"));
        spec.addOption(many("--home", "PATH", "show this part of your home, copy-on-write; repeatable"));
        spec.addOption(OptionSpec.builder("--dir")
                .paramLabel("PATH")
                .type(String.class)
                .description("the folder to work on; this one unless given")
                .build());
        spec.addOption(OptionSpec.builder("--wall-seconds")
                .paramLabel("N")
                .type(Integer.class)
                .description("stop it after this long")
                .build());
        spec.addOption(OptionSpec.builder(CliTree.JSON)
                .description("print the end as JSON on standard error")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("1..*")
                .paramLabel("COMMAND")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("after -- : the command and its arguments")
                .build());
        spec.usageMessage()
                .footer(
                        "",
                        "The exit code is the command's. 124: its time was up. 125: it was not started.",
                        "Without a terminal the changes stay pending: stemma apply|discard RUN");
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

    @Override
    public int run(ParseResult parsed, Shell shell) throws InterruptedException {
        PrintStream err = new PrintStream(shell.err(), true, StandardCharsets.UTF_8);
        boolean json = parsed.hasMatchedOption(CliTree.JSON);
        boolean terminal = shell.terminal().isPresent();
        RunRequest request = new RunRequest(spec(parsed, shell), new RunIo(shell.in(), shell.out(), shell.err()));
        shell.onSignal(name -> request.signal(SIGNALS.getOrDefault(name, 15)));
        shell.onResize(size -> resize(request, size));
        Result<RunEnd> result;
        shell.raw(terminal);
        try {
            Node node = opened.get();
            result = node.runs().run(node.gate(), request, Invocation.OPERATOR);
        } finally {
            shell.raw(false);
        }
        return switch (result) {
            case Result.Waiting<RunEnd>(Approval approval) -> {
                err.println("stemma: a rule asks first (" + approval.reason() + "); answer with: stemma approve "
                        + approval.id() + ", then run it again");
                yield Cli.WAITING;
            }
            case Result.Ended<RunEnd>(Receipt receipt, Optional<RunEnd> end) ->
                end.map(ended -> ended(receipt, ended, err, json)).orElseGet(() -> failed(receipt, err));
        };
    }

    private static int failed(Receipt receipt, PrintStream err) {
        err.println("stemma: " + receipt.ending().word() + ": " + receipt.note() + " (act " + receipt.id() + ")");
        return receipt.ending() == Ending.TIMED_OUT ? TIMED_OUT : NOT_STARTED;
    }

    private int ended(Receipt receipt, RunEnd end, PrintStream err, boolean json) {
        Node node = opened.get();
        Diff diff = node.runs().marked(node.gate(), end.diff());
        List<RunView.ChangeView> changes = RunReader.views(diff);
        if (json) {
            err.println(json(receipt, end, changes).text());
        } else {
            say(receipt, end, changes, err);
        }
        return end.exit().cause() == BoxExit.Cause.TIMED_OUT
                ? TIMED_OUT
                : end.exit().exitCode();
    }

    private static void say(Receipt receipt, RunEnd end, List<RunView.ChangeView> changes, PrintStream err) {
        String how = end.exit().cause() == BoxExit.Cause.TIMED_OUT
                ? "its time was up"
                : "exit " + end.exit().exitCode();
        err.println("stemma: run " + receipt.id() + ": " + how + ", "
                + (changes.isEmpty() ? "nothing changed" : changes.size() + " changed"));
        end.notes().forEach(note -> err.println("stemma: note: " + note));
        RunTexts.changes(changes).forEach(err::println);
        if (!changes.isEmpty()) {
            err.println("stemma: the folder is as it was; stemma apply " + receipt.id() + " or stemma discard "
                    + receipt.id());
        }
    }

    private static Json json(Receipt receipt, RunEnd end, List<RunView.ChangeView> changes) {
        return Json.object()
                .put("run", receipt.id().toString())
                .put("exit", end.exit().exitCode())
                .put("timedOut", end.exit().cause() == BoxExit.Cause.TIMED_OUT)
                .put("millis", end.exit().wallMillis())
                .put("notes", Json.array(end.notes().stream().map(Json::of).toList()))
                .put(
                        "changes",
                        Json.array(changes.stream()
                                .map(change -> Json.object()
                                        .put("kind", change.kind())
                                        .put("path", change.path())
                                        .put("from", change.from())
                                        .put(
                                                "flags",
                                                Json.array(change.flags().stream()
                                                        .map(Json::of)
                                                        .toList()))
                                        .build())
                                .toList()))
                .build();
    }

    private BoxSpec spec(ParseResult parsed, Shell shell) {
        List<String> argv = parsed.matchedPositionals().stream()
                .flatMap(words -> words.stringValues().stream())
                .toList();
        if (argv.isEmpty()) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "run needs COMMAND; see stemma run --help");
        }
        Path folder =
                shell.folder().resolve(option(parsed, "--dir").orElse(".")).normalize();
        if (!Files.isDirectory(folder)) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "there is no folder " + folder);
        }
        Node node = opened.get();
        Path userHome = node.userHome();
        NodeConfig.BoxBounds bounds = node.config().box();
        int seconds = option(parsed, "--wall-seconds").map(Integer::parseInt).orElse(bounds.wallSeconds());
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
            BoxSpec spec = BoxSpec.of(folder, argv.toArray(String[]::new))
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

    private static void resize(RunRequest request, WindowSize size) {
        request.box().ifPresent(box -> {
            try {
                box.resize(new stemma.sandbox.WindowSize(size.columns(), size.rows()));
            } catch (IOException e) {
                throw new UncheckedIOException("the terminal could not be resized", e);
            }
        });
    }

    private static Optional<String> option(ParseResult parsed, String name) {
        @Nullable OptionSpec option = parsed.matchedOption(name);
        return option == null
                ? Optional.empty()
                : Optional.of(option.stringValues().getFirst());
    }

    private static List<String> options(ParseResult parsed, String name) {
        @Nullable OptionSpec option = parsed.matchedOption(name);
        return option == null ? List.of() : option.stringValues();
    }
}
