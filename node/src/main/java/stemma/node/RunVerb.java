package stemma.node;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Diff;
import stemma.sandbox.run.RunEnd;
import stemma.sandbox.run.RunIo;
import stemma.sandbox.run.RunReader;
import stemma.sandbox.run.RunRequest;
import stemma.sandbox.run.RunTexts;
import stemma.sandbox.run.RunView;

/**
 * {@code stemma run -- COMMAND}: the command's streams are the terminal's, its exit code is the verb's,
 * and what it changed is shown at the end, to be applied or discarded. {@code stemma sandbox run} is the
 * same in an empty folder, of which nothing is kept.
 */
final class RunVerb implements Cli.TerminalVerb {
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "QUIT", 3, "TERM", 15);
    private static final int TIMED_OUT = 124;
    private static final int NOT_STARTED = 125;

    private final Supplier<Node> opened;
    private final boolean kept;

    private RunVerb(Supplier<Node> opened, boolean kept) {
        this.opened = opened;
        this.kept = kept;
    }

    /** Runs on a folder of the user's; the changes wait to be applied. */
    static RunVerb onFolder(Supplier<Node> opened) {
        return new RunVerb(opened, true);
    }

    /** Runs on an empty folder; whatever is written is gone at the end. */
    static RunVerb onNothing(Supplier<Node> opened) {
        return new RunVerb(opened, false);
    }

    @Override
    public String name() {
        return kept ? "run" : "sandbox run";
    }

    @Override
    public String summary() {
        return kept
                ? "Run any command in a box on a copy-on-write view of this folder"
                : "Run any command in a box on an empty folder, and keep nothing of it";
    }

    @Override
    public void options(CommandSpec spec) {
        RunArguments.grants(spec);
        if (kept) {
            RunArguments.folder(spec);
        }
        spec.addOption(OptionSpec.builder(CliTree.JSON)
                .description("print the end as JSON on standard error")
                .build());
        RunArguments.command(spec, "1..*");
        spec.usageMessage()
                .footer(
                        "",
                        "The exit code is the command's. 124: its time was up. 125: it was not started.",
                        kept
                                ? "Without a terminal the changes stay pending: stemma apply|discard RUN"
                                : "The receipt stays: stemma act show RUN");
    }

    @Override
    public int run(ParseResult parsed, Shell shell) throws InterruptedException {
        PrintStream err = new PrintStream(shell.err(), true, StandardCharsets.UTF_8);
        boolean json = parsed.hasMatchedOption(CliTree.JSON);
        boolean terminal = shell.terminal().isPresent();
        List<String> command = RunArguments.command(parsed);
        if (command.isEmpty()) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, name() + " needs COMMAND; see stemma " + name() + " --help");
        }
        Path folder =
                kept ? RunArguments.folder(parsed, shell) : opened.get().runs().emptyFolder();
        BoxSpec spec = RunArguments.spec(opened.get(), parsed, shell, folder, command);
        RunRequest request = new RunRequest(spec, new RunIo(shell.in(), shell.out(), shell.err()));
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
        List<RunView.ChangeView> changes = kept ? RunReader.views(diff) : forgotten(node, receipt, diff);
        if (json) {
            err.println(json(receipt, end, changes).text());
        } else {
            say(receipt, end, changes, err);
        }
        return end.exit().cause() == BoxExit.Cause.TIMED_OUT
                ? TIMED_OUT
                : end.exit().exitCode();
    }

    /** Gives up what was written. */
    private static List<RunView.ChangeView> forgotten(Node node, Receipt receipt, Diff diff) {
        if (!diff.changes().isEmpty()) {
            try {
                node.runs()
                        .changes(receipt.id())
                        .ifPresent(changes -> node.runs()
                                .discard(node.gate(), changes, Invocation.OPERATOR)
                                .orThrow());
            } catch (IOException e) {
                throw new UncheckedIOException("what run " + receipt.id() + " wrote could not be removed", e);
            }
        }
        return List.of();
    }

    private void say(Receipt receipt, RunEnd end, List<RunView.ChangeView> changes, PrintStream err) {
        String how = end.exit().cause() == BoxExit.Cause.TIMED_OUT
                ? "its time was up"
                : "exit " + end.exit().exitCode();
        err.println("stemma: run " + receipt.id() + ": " + how + ", "
                + (!kept ? "nothing is kept" : changes.isEmpty() ? "nothing changed" : changes.size() + " changed"));
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

    private static void resize(RunRequest request, WindowSize size) {
        request.box().ifPresent(box -> {
            try {
                box.resize(new stemma.sandbox.WindowSize(size.columns(), size.rows()));
            } catch (IOException e) {
                throw new UncheckedIOException("the terminal could not be resized", e);
            }
        });
    }
}
