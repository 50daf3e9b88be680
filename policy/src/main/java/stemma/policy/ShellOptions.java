package stemma.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.policy.shell.ShellWord;

/**
 * What a shell was told to do.
 *
 * @param script that it was given to run
 * @param reads whether it reads its commands from its input
 * @param understood whether all its options are known
 */
record ShellOptions(Optional<ShellWord> script, boolean reads, boolean understood) {
    private static final Set<String> LONG =
            Set.of("--login", "--norc", "--noprofile", "--posix", "--restricted", "--verbose", "--noediting");
    private static final String LETTERS = "abcefhiklmnprstuvxBCEHPT";

    /** Reads the words of a shell. */
    static ShellOptions read(List<ShellWord> words) {
        boolean script = false;
        boolean input = false;
        boolean understood = true;
        int i = 1;
        while (i < words.size() && words.get(i).known() && sign(words.get(i).text())) {
            String text = words.get(i++).text();
            if (text.equals("--") || text.equals("-")) {
                break;
            }
            if (text.startsWith("--")) {
                understood &= LONG.contains(text);
                continue;
            }
            boolean named = text.endsWith("o") || text.endsWith("O");
            String letters = text.substring(1, text.length() - (named ? 1 : 0));
            understood &= letters.chars().allMatch(c -> LETTERS.indexOf(c) >= 0);
            script |= letters.indexOf('c') >= 0;
            input |= letters.indexOf('s') >= 0;
            i += named ? 1 : 0;
        }
        boolean operand = i < words.size();
        understood &= !operand || words.get(i).known() || !words.get(i).mayBeOption() || script;
        if (script) {
            return new ShellOptions(
                    operand ? Optional.of(words.get(i)) : Optional.of(ShellWord.ANYTHING), false, understood);
        }
        return new ShellOptions(Optional.empty(), input || !operand, understood);
    }

    private static boolean sign(String text) {
        return text.startsWith("-") || (text.startsWith("+") && text.length() > 1);
    }
}
