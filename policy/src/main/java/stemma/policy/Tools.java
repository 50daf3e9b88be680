package stemma.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stemma.policy.shell.ShellWord;

/**
 * What is known about tools that rules allow: which of their words run another program or write
 * another file. The knowledge is {@code tools.txt}, which a person can read and extend; what is not in
 * it is not seen. Immutable.
 */
final class Tools {
    private static final Tools KNOWN = read(new String(Floor.resource("tools.txt"), StandardCharsets.UTF_8));

    private final Map<String, List<ToolWord>> words = new HashMap<>();
    private final Map<String, Set<String>> fine = new HashMap<>();
    private final Set<String> harmless = new HashSet<>();
    private final Set<String> unjoined = new HashSet<>();

    private Tools() {}

    /** The tools that this program knows. */
    static Tools known() {
        return KNOWN;
    }

    static Tools read(String text) {
        Tools tools = new Tools();
        for (String line : text.split("\n", -1)) {
            int colon = line.indexOf(": ");
            if (!line.startsWith("#") && colon > 0) {
                tools.line(
                        line.substring(0, colon),
                        List.of(line.substring(colon + 2).strip().split(" +")));
            }
        }
        return tools;
    }

    private void line(String names, List<String> given) {
        int but = given.indexOf("but") < 0 ? given.size() : given.indexOf("but");
        for (String name : names.split(" ")) {
            switch (name) {
                case "harmless" -> harmless.addAll(given);
                case "unjoined" -> unjoined.addAll(given);
                default -> {
                    List<ToolWord> all = words.computeIfAbsent(name, n -> new ArrayList<>());
                    given.subList(0, but).forEach(word -> all.add(new ToolWord(word)));
                    given.stream()
                            .skip(but + 1L)
                            .forEach(word -> fine.computeIfAbsent(name, n -> new HashSet<>())
                                    .add(word));
                }
            }
        }
    }

    /** Whether a tool writes nothing and starts nothing, whatever its words are. */
    boolean harmless(String tool) {
        return harmless.contains(tool);
    }

    /** The words that a rule has to spell. */
    BitSet demands(String tool, List<ShellWord> given) {
        BitSet demands = ScriptArguments.demands(tool, given);
        int sub = 1;
        while (sub < given.size() && given.get(sub).option()) {
            sub++;
        }
        String second = sub < given.size() ? given.get(sub).text() : "";
        mark(tool, tool, given, 1, given.size(), demands);
        mark(tool + "/", tool, given, 1, sub, demands);
        mark(tool + "/" + second, tool, given, sub, given.size(), demands);
        if (tool.equals("tar") && given.size() > 1 && !given.get(1).option()) {
            boolean bundled = "IFPg".chars().anyMatch(c -> given.get(1).text().indexOf(c) >= 0);
            demands.set(1, demands.get(1) || (bundled && given.get(1).text().indexOf('/') < 0));
        }
        return demands;
    }

    private void mark(String key, String tool, List<ShellWord> given, int from, int to, BitSet demands) {
        List<ToolWord> known = words.getOrDefault(key, List.of());
        if (known.isEmpty()) {
            return;
        }
        Set<String> excepted = fine.getOrDefault(key, Set.of());
        boolean joined = !unjoined.contains(tool);
        int operands = 0;
        for (int i = from; i < to; i++) {
            ShellWord word = given.get(i);
            operands += word.mayBeOption() ? 0 : 1;
            boolean second = operands == 2;
            if (!excepted.contains(word.text())
                    && known.stream().anyMatch(each -> each.matches(word, joined, second))) {
                demands.set(i);
            }
        }
    }
}
