package stemma.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Json;
import stemma.policy.CommandLine;
import stemma.sandbox.linux.RawPath;

/**
 * One command and everything it is granted.
 *
 * @param argv the command and its arguments, as given; the box looks it up on its own path
 * @param folder the folder it works on, absolute
 * @param cwd where it starts, inside the folder
 * @param view whether it may write
 * @param environment variables granted by name, with their values; nothing else is inherited
 * @param netHosts hosts it may reach; empty means no network at all
 * @param homeGrants parts of the home it sees
 * @param caches dependency caches it may use
 * @param limits what it may use
 * @param terminal present when it runs on a terminal
 * @param files that the command names, as {@link Boxes#resolve} found them
 */
public record BoxSpec(
        List<String> argv,
        Path folder,
        Path cwd,
        FolderView view,
        Map<String, String> environment,
        List<HostPort> netHosts,
        List<HomeGrant> homeGrants,
        List<CacheLayer> caches,
        BoxLimits limits,
        Optional<WindowSize> terminal,
        List<NamedFile> files) {
    /** Of all arguments together; the kernel's own bound is 2 MiB with the environment. */
    private static final int ARGUMENT_BYTES_MAX = 1 << 20;

    private static final int GRANTS_MAX = 64;
    private static final int COMMAND_SHOWN_CHARS_MAX = 4_000;

    /** The op of an agent's command, which reaches no host. */
    public static final String EXEC_OP = "proc.exec";

    /** The op of an agent's command that may reach hosts. */
    public static final String CONNECT_OP = "proc.connect";

    /** The op of asking git, neutralised, what a repository holds. */
    public static final String GIT_OP = "proc.git";

    /** The op of a command that a person runs. */
    public static final String RUN_OP = "proc.run";

    /** The op of asking git what it ignores. */
    public static final String IGNORED_OP = "proc.ignored";

    /** The op of a trial box that shows what this machine can do. */
    public static final String PROBE_OP = "proc.probe";

    public BoxSpec {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        netHosts = List.copyOf(netHosts);
        homeGrants = List.copyOf(homeGrants);
        caches = List.copyOf(caches);
        files = List.copyOf(files);
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
            throw new IllegalArgumentException("no command given");
        }
        if (argv.stream().mapToLong(String::length).sum() > ARGUMENT_BYTES_MAX) {
            throw new IllegalArgumentException("the arguments are longer than " + ARGUMENT_BYTES_MAX + " bytes");
        }
        if (netHosts.size() > GRANTS_MAX || homeGrants.size() + caches.size() > GRANTS_MAX) {
            throw new IllegalArgumentException("more than " + GRANTS_MAX + " grants of one kind");
        }
        Paths.absolute(folder, "the folder");
        if (!Paths.absolute(cwd, "the start folder").startsWith(folder)) {
            throw new IllegalArgumentException(cwd + " is not inside " + folder);
        }
        environment.forEach(BoxSpec::checkVariable);
    }

    /** A command on a copy-on-write view of a folder, with nothing granted. */
    public static BoxSpec of(Path folder, String... argv) {
        return new BoxSpec(
                List.of(argv),
                folder,
                folder,
                FolderView.COPY_ON_WRITE,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                BoxLimits.standard(),
                Optional.empty(),
                List.of());
    }

    /**
     * The effect of starting it.
     *
     * @param op one of the family {@code proc}
     */
    public Effect effect(String op) {
        if (!op.startsWith("proc.")) {
            throw new IllegalArgumentException("a box is not started by " + op);
        }
        if (!netHosts.isEmpty() && !op.equals(CONNECT_OP) && !op.equals(RUN_OP)) {
            throw new IllegalArgumentException(op + " reaches no host; a command that does is a " + CONNECT_OP);
        }
        return new Effect(op, commandLine(op), Digest.of(input().canonical()));
    }

    /**
     * Everything that decides what runs, with what the named files held; its canonical bytes are what the effect's
     * digest is of. Granted values are not in it, only their names: a digest would let them be guessed.
     */
    public Json.Obj input() {
        return Json.object()
                .put("argv", texts(argv))
                .put("folder", RawPath.encode(folder))
                .put("cwd", RawPath.encode(cwd))
                .put("view", view.name())
                .put("environment", texts(environment.keySet().stream().sorted().toList()))
                .put("net", texts(netHosts))
                .put("home", texts(homeGrants))
                .put("caches", texts(caches))
                .put("limits", limits.toString())
                .put(
                        "files",
                        Json.array(files.stream().<Json>map(NamedFile::json).toList()))
                .build();
    }

    /** Rules judge what they see, so an agent's command is shown whole; a person's own may be shown in part. */
    private String commandLine(String op) {
        String line = CommandLine.of(argv);
        if (line.length() <= COMMAND_SHOWN_CHARS_MAX) {
            return line;
        }
        if (!op.equals(RUN_OP)) {
            throw new IllegalArgumentException("a command line has at most " + COMMAND_SHOWN_CHARS_MAX
                    + " characters; write the rest to a script and run that");
        }
        return line.substring(0, COMMAND_SHOWN_CHARS_MAX);
    }

    private static Json texts(List<?> values) {
        return Json.array(
                values.stream().<Json>map(value -> Json.of(value.toString())).toList());
    }

    public BoxSpec withView(FolderView other) {
        return new BoxSpec(
                argv, folder, cwd, other, environment, netHosts, homeGrants, caches, limits, terminal, files);
    }

    public BoxSpec withEnvironment(Map<String, String> other) {
        return new BoxSpec(argv, folder, cwd, view, other, netHosts, homeGrants, caches, limits, terminal, files);
    }

    public BoxSpec withNetHosts(List<HostPort> other) {
        return new BoxSpec(argv, folder, cwd, view, environment, other, homeGrants, caches, limits, terminal, files);
    }

    public BoxSpec withHomeGrants(List<HomeGrant> other) {
        return new BoxSpec(argv, folder, cwd, view, environment, netHosts, other, caches, limits, terminal, files);
    }

    public BoxSpec withCaches(List<CacheLayer> other) {
        return new BoxSpec(argv, folder, cwd, view, environment, netHosts, homeGrants, other, limits, terminal, files);
    }

    public BoxSpec withLimits(BoxLimits other) {
        return new BoxSpec(argv, folder, cwd, view, environment, netHosts, homeGrants, caches, other, terminal, files);
    }

    BoxSpec withFiles(List<NamedFile> other) {
        return new BoxSpec(argv, folder, cwd, view, environment, netHosts, homeGrants, caches, limits, terminal, other);
    }

    public BoxSpec withTerminal(WindowSize size) {
        return new BoxSpec(
                argv, folder, cwd, view, environment, netHosts, homeGrants, caches, limits, Optional.of(size), files);
    }

    private static void checkVariable(String name, String value) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*") || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not an environment variable: " + name);
        }
    }
}
