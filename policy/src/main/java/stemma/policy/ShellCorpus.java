package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Command lines with the rules that they are judged by: hostile ones, of which none may be allowed,
 * and benign ones, which should pass. They are files that a person can read and add to.
 */
final class ShellCorpus {
    private static final Pattern CODE = Pattern.compile("⟨U\\+([0-9A-F]{4,6})⟩");

    /**
     * One command line.
     *
     * @param line in the file, from 1
     * @param section that it stands in
     * @param rules of the section, as a rules file
     */
    record Case(int line, String section, String rules, String command) {}

    private ShellCorpus() {}

    static List<Case> hostile() {
        return read("shell/hostile.txt");
    }

    static List<Case> benign() {
        return read("shell/benign.txt");
    }

    private static List<Case> read(String name) {
        List<Case> cases = new ArrayList<>();
        String section = "";
        StringBuilder rules = new StringBuilder();
        int number = 0;
        for (String line : new String(Floor.resource(name), StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            if (line.startsWith("== ")) {
                section = line.substring(3);
                rules.setLength(0);
            } else if (line.startsWith("rule ") || line.startsWith("write ")) {
                String[] words = line.split(" ", 3);
                String op = words[0].equals("rule") ? "proc.exec" : "fs.write";
                rules.append(words[1] + " " + op + " " + words[2] + "\n");
            } else if (!line.isEmpty() && !line.startsWith("# ") && !line.equals("#")) {
                cases.add(new Case(number, section, rules.toString(), spelled(line)));
            }
        }
        return cases;
    }

    private static String spelled(String line) {
        return CODE.matcher(line.replace('␤', '\n').replace('␍', '\r'))
                .replaceAll(m -> Character.toString(Integer.parseInt(m.group(1), 16)));
    }
}
