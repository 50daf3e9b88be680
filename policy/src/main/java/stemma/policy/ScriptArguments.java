package stemma.policy;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import stemma.policy.shell.ShellWord;

/**
 * Tools whose first operand is a program in a language of their own: awk and sed. A program that can
 * be seen to compute and print needs no spelling; one that may start commands or write files does.
 */
final class ScriptArguments {
    private static final Pattern AWK_REACHES =
            Pattern.compile("system|getline|@|(?<!\\|)\\|(?!\\|)|print.*>|\\\\\n", Pattern.DOTALL);
    private static final String ADDRESS = "(?:\\d+|\\$|/(?:[^/\\\\\\n]|\\\\.)*/I?)";
    private static final String SUBSTITUTE =
            "s([/|#,:@!_%])(?:(?!\\1)[^\\\\\\n]|\\\\.)*" + "\\1(?:(?!\\1)[^\\\\\\n]|\\\\.)*\\1[gpiI\\d]*";
    private static final Pattern SED_QUIET = Pattern.compile(
            "\\s*" + one(SUBSTITUTE) + "(?:\\s*[;\\n]\\s*" + one(SUBSTITUTE.replace("\\1", "\\2")) + ")?\\s*;?\\s*");
    private static final Pattern SED_OPTION =
            Pattern.compile("-[nErsuz]+|--quiet|--silent|--regexp-extended|--null-data|--posix|--sandbox");

    private ScriptArguments() {}

    private static String one(String substitute) {
        return "(?:" + ADDRESS + "(?:,\\s*[+~]?" + ADDRESS + ")?\\s*!?)?\\s*(?:[pdqlDGhHxP=nN]|" + substitute + ")";
    }

    static BitSet demands(String tool, List<ShellWord> given) {
        return switch (tool) {
            case "awk", "gawk", "mawk", "nawk" -> awk(given);
            case "sed", "gsed" -> sed(given);
            default -> new BitSet();
        };
    }

    private static BitSet awk(List<ShellWord> given) {
        BitSet demands = new BitSet();
        int i = 1;
        while (i < given.size() && given.get(i).mayBeOption()) {
            String text = given.get(i).text();
            boolean plain = given.get(i).known() && (text.startsWith("-F") || text.startsWith("-v"));
            if (!plain) {
                demands.set(i);
            }
            i += plain && text.length() == 2 ? 2 : 1;
        }
        boolean seen = i < given.size()
                && given.get(i).known()
                && !AWK_REACHES.matcher(given.get(i).text()).find();
        demands.set(Math.min(i, given.size()), !seen);
        return demands;
    }

    private static BitSet sed(List<ShellWord> given) {
        BitSet demands = new BitSet();
        boolean script = false;
        for (int i = 1; i < given.size(); i++) {
            ShellWord word = given.get(i);
            boolean option = word.mayBeOption();
            boolean plain = word.known() && SED_OPTION.matcher(word.text()).matches();
            if (word.is("-e") && i + 1 < given.size()) {
                i++;
                script = true;
                demands.set(i, !quiet(given.get(i)));
            } else if (option) {
                demands.set(i, !plain);
            } else if (!script) {
                script = true;
                demands.set(i, !quiet(word));
            }
        }
        return demands;
    }

    private static boolean quiet(ShellWord script) {
        return script.known() && SED_QUIET.matcher(script.text()).matches();
    }
}
