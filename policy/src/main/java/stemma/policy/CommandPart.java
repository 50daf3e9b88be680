package stemma.policy;

import java.util.List;
import java.util.Set;

/**
 * One simple command out of a command line.
 *
 * @param words as the shell would hand them over; at least one
 * @param opaque whether it does something the words do not show: a redirection, a variable, a substitution
 * @param hint whether it was only seen inside another command, or is a shell whose script stands in its
 *     place: restricting rules look at it, allowing rules neither need nor heed it
 */
record CommandPart(List<String> words, boolean opaque, boolean hint) {
    static final CommandPart NONE = new CommandPart(List.of(""), true, false);

    private static final String EXPANDS = "$`*?";

    private static final Set<String> SYSTEM_FOLDERS =
            Set.of("/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin");

    CommandPart {
        words = List.copyOf(words);
    }

    CommandPart asHint() {
        return new CommandPart(words, opaque, true);
    }

    /** The program's name without folders, folded. */
    String program() {
        String first = words.getFirst();
        return Fold.word(first.substring(first.lastIndexOf('/') + 1));
    }

    /** Whether only the shell that runs it knows which program this is. */
    boolean programUnknown() {
        String first = words.getFirst();
        return first.isEmpty() || expands(first);
    }

    /** Whether a shell may make other words of this one: variables, substitutions, file names, braces. */
    static boolean expands(String word) {
        boolean set = word.indexOf('[') >= 0 && !word.equals("[") && !word.equals("[[");
        return lists(word) || set || word.chars().anyMatch(c -> EXPANDS.indexOf(c) >= 0);
    }

    /** Whether some shells make several words of this one, as of {@code {git,push}}. */
    static boolean lists(String word) {
        return word.indexOf('{') >= 0 && (word.indexOf(',') >= 0 || word.contains(".."));
    }

    /** The program as an allowing rule sees it: a plain name, also when spelled with a system folder. */
    String plainProgram() {
        String first = words.getFirst();
        int slash = first.lastIndexOf('/');
        return slash > 0 && SYSTEM_FOLDERS.contains(first.substring(0, slash)) ? first.substring(slash + 1) : first;
    }
}
