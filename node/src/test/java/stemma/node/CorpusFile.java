package stemma.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a corpus of cases: a text that a person can read, whose head explains its form. Every fault
 * names its line.
 */
final class CorpusFile {
    private static final Pattern CODE = Pattern.compile("\\\\u\\{([0-9A-Fa-f]{1,6})}");
    private static final Pattern REPEAT = Pattern.compile("\\\\repeat\\{([0-9]{1,6}) ([^}]*)}");

    /** A file, or a link, of a case's folder. */
    record Entry(String path, String text, boolean link) {}

    /** What a model says in one turn: calls, or a report. {@code when} is what it must have read to say it. */
    record Turn(String when, List<Call> calls, String says) {}

    /** A tool call, its arguments as the model writes them. */
    record Call(String tool, String arguments) {}

    /** One goal of a case. */
    record Script(String wish, String template, List<Turn> turns) {}

    /** One case; what stands behind each word is explained in the head of the files. */
    record Case(String name, String about, List<Entry> entries, List<Script> scripts, Map<String, List<String>> words) {
        List<String> all(String word) {
            return words.getOrDefault(word, List.of());
        }

        Optional<String> one(String word) {
            return all(word).stream().findFirst();
        }
    }

    private final Map<String, List<Entry>> projects = new LinkedHashMap<>();
    private final List<Case> cases = new ArrayList<>();

    private CorpusFile() {}

    static List<Case> read(String resource) throws IOException {
        CorpusFile file = new CorpusFile();
        try (InputStream in = Objects.requireNonNull(CorpusFile.class.getResourceAsStream(resource), resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int number = 1;
            for (String block : text.split("(?m)^== ", -1)) {
                if (number > 1) {
                    file.block(block, number);
                }
                number += (int) block.lines().count();
            }
        }
        return List.copyOf(file.cases);
    }

    private void block(String block, int number) {
        List<String> lines = block.lines().toList();
        String name = lines.getFirst().strip();
        List<Entry> entries = new ArrayList<>();
        List<Script> scripts = new ArrayList<>();
        Map<String, List<String>> words = new LinkedHashMap<>();
        List<Turn> turns = new ArrayList<>();
        String when = "";
        int open = -1;
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("|")) {
                Entry entry = entries.get(open);
                entries.set(
                        open,
                        new Entry(entry.path(), entry.text() + spelled(line.replaceFirst("^\\| ?", "")) + "\n", false));
                continue;
            }
            int space = line.indexOf(' ');
            String word = space < 0 ? line : line.substring(0, space);
            String rest = space < 0 ? "" : line.substring(space).strip();
            switch (word) {
                case "" -> {}
                case "file" -> {
                    entries.add(new Entry(spelled(rest), "", false));
                    open = entries.size() - 1;
                }
                case "link" -> entries.add(new Entry(rest.split(" -> ")[0], rest.split(" -> ")[1], true));
                case "use" -> entries.addAll(Objects.requireNonNull(projects.get(rest), name + " uses " + rest));
                case "goal" -> {
                    turns = new ArrayList<>();
                    scripts.add(new Script(rest, "", turns));
                }
                case "template" ->
                    scripts.set(scripts.size() - 1, new Script(scripts.getLast().wish(), rest, turns));
                case "when" -> when = spelled(rest);
                case "turn" -> {
                    List<Call> calls = new ArrayList<>();
                    calls.add(call(rest));
                    turns.add(new Turn(when, calls, ""));
                    when = "";
                }
                case "also" -> turns.getLast().calls().add(call(rest));
                case "says" -> {
                    turns.add(new Turn(when, List.of(), spelled(rest)));
                    when = "";
                }
                case "about", "commit", "expect", "approve", "may", "then", "planner", "miss", "trust" ->
                    words.computeIfAbsent(word, w -> new ArrayList<>()).add(spelled(rest));
                default ->
                    throw new IllegalArgumentException("line " + (number + i) + ": '" + word + "' is no word here");
            }
        }
        if (name.startsWith("project ")) {
            projects.put(name.substring(8), List.copyOf(entries));
        } else {
            String about = words.getOrDefault("about", List.of("")).getFirst();
            cases.add(new Case(name, about, List.copyOf(entries), List.copyOf(scripts), words));
        }
    }

    private static Call call(String text) {
        int space = text.indexOf(' ');
        return new Call(text.substring(0, space), spelled(text.substring(space + 1)));
    }

    /** Spells out {@code \\u{202E}} and {@code \repeat{1000 x}}, so that the file itself stays plain. */
    static String spelled(String text) {
        Matcher repeat = REPEAT.matcher(text);
        String all = repeat.replaceAll(
                found -> Matcher.quoteReplacement(found.group(2).repeat(Integer.parseInt(found.group(1)))));
        Matcher code = CODE.matcher(all);
        return code.replaceAll(
                found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
    }
}
