package stemma.policy;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.policy.shell.ShellFile;
import stemma.policy.shell.ShellWord;

/**
 * One thing that a command line does, or that cannot be said of it.
 *
 * @param words of a command; empty for what is none
 * @param demands the words that run another program or write another file, so that a rule has to spell them
 * @param doubt what cannot be said, one clause; empty otherwise
 * @param file that is opened; empty for what opens none
 */
record CommandPart(Kind kind, List<ShellWord> words, BitSet demands, String doubt, Optional<ShellFile> file) {
    /** What sort of thing it is. */
    enum Kind {
        /** A command that runs. */
        COMMAND,
        /** A command that stands around or inside another: restricting rules heed it, allowing ones do not. */
        HINT,
        /** A file that the shell opens. */
        FILE,
        /** Something that changes what the rest means. */
        DOUBT,
        /** A text that is no script, or one that shells read differently. */
        UNREAD
    }

    /** Stands for a target that is judged as a whole. */
    static final CommandPart NONE = CommandPart.of(Kind.COMMAND, "");

    private static final Set<String> SYSTEM_FOLDERS =
            Set.of("/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin");

    CommandPart {
        words = List.copyOf(words);
        demands = (BitSet) demands.clone();
    }

    static CommandPart command(List<ShellWord> words, BitSet demands) {
        return new CommandPart(Kind.COMMAND, words, demands, "", Optional.empty());
    }

    static CommandPart hint(List<ShellWord> words) {
        return new CommandPart(Kind.HINT, words, new BitSet(), "", Optional.empty());
    }

    static CommandPart file(ShellFile file) {
        return new CommandPart(Kind.FILE, List.of(), new BitSet(), "", Optional.of(file));
    }

    static CommandPart of(Kind kind, String doubt) {
        return new CommandPart(kind, List.of(), new BitSet(), doubt, Optional.empty());
    }

    /** Whether a rule that lets its first words pass may still not let all of it pass. */
    boolean clouded() {
        return !demands.isEmpty() || words.stream().anyMatch(word -> !word.known());
    }

    /** Why that is, in one clause. */
    String cloud() {
        int at = demands.nextSetBit(0);
        if (at >= 0 && at < words.size()) {
            return "'" + words.get(at).text()
                    + "' can start another program or choose another file, so a rule has to spell it";
        }
        return words.stream()
                .filter(word -> !word.known())
                .findFirst()
                .map(word -> "only the shell knows what becomes of '" + word.text() + "'")
                .orElse("what it runs does not show");
    }

    boolean hint() {
        return kind == Kind.HINT;
    }

    /** The program's name without folders, folded; as written where only the shell knows it. */
    String program() {
        String first = words.isEmpty() ? "" : words.getFirst().text();
        return Fold.word(first.substring(first.lastIndexOf('/') + 1));
    }

    /** Whether only the shell that runs it knows which program this is. */
    boolean programUnknown() {
        return !words.isEmpty() && !words.getFirst().known();
    }

    /** The program as an allowing rule sees it: a plain name, also when spelled with a system folder. */
    String plainProgram() {
        return plainProgram(words.getFirst());
    }

    static String plainProgram(ShellWord word) {
        String first = word.text();
        int slash = first.lastIndexOf('/');
        return slash > 0 && SYSTEM_FOLDERS.contains(first.substring(0, slash)) ? first.substring(slash + 1) : first;
    }

    /** What it is, as a person would type it. */
    String shown() {
        return file.map(f -> (f.written() ? "> " : "< ") + f.path().text())
                .orElseGet(() -> words.isEmpty() ? doubt : CommandLine.shown(words));
    }
}
