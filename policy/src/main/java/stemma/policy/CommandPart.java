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
        return first.indexOf('$') >= 0
                || first.indexOf('`') >= 0
                || first.indexOf('*') >= 0
                || first.indexOf('?') >= 0
                || first.isEmpty();
    }

    /** The program as an allowing rule sees it: a plain name, also when spelled with a system folder. */
    String plainProgram() {
        String first = words.getFirst();
        int slash = first.lastIndexOf('/');
        return slash > 0 && SYSTEM_FOLDERS.contains(first.substring(0, slash)) ? first.substring(slash + 1) : first;
    }
}
