package stemma.policy.shell;

import java.util.List;
import java.util.Optional;

/**
 * One simple command.
 *
 * @param words as the shell would hand them over; at least one
 * @param assignments the names of the variables that it is given, as {@code NAME=value}
 * @param input what it reads, where that stands in the line
 * @param own whether its name is that of a function which the same line defines for certain
 */
public record ShellCommand(List<ShellWord> words, List<ShellWord> assignments, Optional<ShellWord> input, boolean own) {
    public ShellCommand {
        words = List.copyOf(words);
        assignments = List.copyOf(assignments);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command has at least one word");
        }
    }
}
