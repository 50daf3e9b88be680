package stemma.policy.shell;

/**
 * A file that the shell itself opens.
 *
 * @param path as written; unknown when only the shell knows it
 * @param written whether it is created, emptied or added to
 */
public record ShellFile(ShellWord path, boolean written) {}
