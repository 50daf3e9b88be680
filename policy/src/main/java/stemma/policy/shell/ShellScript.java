package stemma.policy.shell;

import java.util.List;

/** What a command line comes to. */
public sealed interface ShellScript {
    /** The longest script that is read, in characters. */
    int CHARS_MAX = 16_384;

    /** Brackets, substitutions and scripts in scripts deeper than this are not read. */
    int DEPTH_MAX = 16;

    /** More commands than this are not read. */
    int COMMANDS_MAX = 500;

    /**
     * It was read.
     *
     * @param commands every one that may run, in the order in which they stand
     * @param files that the shell opens
     * @param doubts what changes the meaning of the rest in a way that does not show, one clause each
     */
    record Read(List<ShellCommand> commands, List<ShellFile> files, List<String> doubts) implements ShellScript {
        public Read {
            commands = List.copyOf(commands);
            files = List.copyOf(files);
            doubts = List.copyOf(doubts);
        }
    }

    /**
     * It cannot be said what this does.
     *
     * @param column in characters, from 1
     * @param why one clause
     */
    record Unreadable(int column, String why) implements ShellScript {
        @Override
        public String toString() {
            return "column " + column + ": " + why;
        }
    }

    /** Reads a command line or script. */
    static ShellScript read(String text) {
        return ShellParser.read(text);
    }
}
