package stemma.tools;

import java.nio.file.Path;
import java.util.List;

/**
 * Runs a command in a box, on a copy-on-write view of a folder.
 *
 * @param argv the command and its arguments; no shell reads them
 * @param folder the folder it works on, absolute
 * @param cwd where it starts, absolute, inside the folder
 * @param netHosts {@code host} or {@code host:port} it may reach; none means no network
 * @param wallMillis how long it may take, 1 to {@value #WALL_MILLIS_MAX}
 * @param caches whether it may use the dependency caches of the usual build tools
 */
public record ExecInput(
        List<String> argv, Path folder, Path cwd, List<String> netHosts, long wallMillis, boolean caches) {
    public static final long WALL_MILLIS_MAX = 60 * 60 * 1000L;
    public static final long WALL_MILLIS_DEFAULT = 120_000;
    public static final int ARGUMENTS_MAX = 1_000;
    public static final int NET_HOSTS_MAX = 64;

    public ExecInput {
        argv = List.copyOf(argv);
        netHosts = List.copyOf(netHosts);
        Inputs.absolute(folder);
        Inputs.require(!argv.isEmpty() && !argv.getFirst().isEmpty(), "no command given");
        Inputs.require(argv.size() <= ARGUMENTS_MAX, "a command has at most " + ARGUMENTS_MAX + " arguments");
        Inputs.require(argv.stream().noneMatch(a -> a.indexOf('\0') >= 0), "an argument holds a zero byte");
        Inputs.require(cwd.normalize().startsWith(folder), cwd + " is not inside " + folder);
        Inputs.require(netHosts.size() <= NET_HOSTS_MAX, "a command is granted at most " + NET_HOSTS_MAX + " hosts");
        Inputs.require(
                wallMillis >= 1 && wallMillis <= WALL_MILLIS_MAX, "a command may take 1 to " + WALL_MILLIS_MAX + " ms");
    }

    /** In the folder itself, without network, with the usual time and the caches. */
    public static ExecInput of(Path folder, String... argv) {
        return new ExecInput(List.of(argv), folder, folder, List.of(), WALL_MILLIS_DEFAULT, true);
    }

    public ExecInput within(long millis) {
        return new ExecInput(argv, folder, cwd, netHosts, millis, caches);
    }

    /** The command line as one would type it in a POSIX shell. */
    public String commandLine() {
        return ShellQuote.join(argv);
    }
}
