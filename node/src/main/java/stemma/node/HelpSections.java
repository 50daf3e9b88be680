package stemma.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The first help a person sees: the verbs by what one wants, and not by their letters. */
final class HelpSections {
    private static final int NAME_CHARS = 10;
    private static final int WIDTH_CHARS = 80;

    private record Section(String title, List<String> verbs) {}

    private static final List<Section> SECTIONS = List.of(
            new Section("The first minutes", List.of("up", "login", "run", "apply", "discard", "undo")),
            new Section("Goals", List.of("goal")),
            new Section(
                    "Trust", List.of("approval", "approve", "deny", "act", "log", "policy", "halt", "release")),
            new Section("The node", List.of("status", "doctor", "settings", "rebuild")));

    private HelpSections() {}

    /** Replaces the one long list of verbs. */
    static void over(CommandSpec root) {
        Map<String, picocli.CommandLine.IHelpSectionRenderer> sections =
                root.usageMessage().sectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpSections::text);
        root.usageMessage().sectionMap(sections);
    }

    private static String text(Help help) {
        StringBuilder text = new StringBuilder();
        TreeSet<String> rest = new TreeSet<>(help.subcommands().keySet());
        for (Section section : SECTIONS) {
            List<String> verbs = section.verbs().stream().filter(rest::remove).toList();
            append(text, section.title(), verbs, help);
        }
        append(text, "More", List.copyOf(rest), help);
        return text.toString();
    }

    private static void append(StringBuilder text, String title, List<String> verbs, Help help) {
        if (verbs.isEmpty()) {
            return;
        }
        text.append('\n').append(title).append(":\n");
        for (String verb : verbs) {
            String summary = String.join(
                    " ", help.subcommands().get(verb).commandSpec().usageMessage().description());
            List<String> lines = wrapped(summary);
            text.append(("  %-" + NAME_CHARS + "s").formatted(verb)).append(String.join(
                            "\n" + " ".repeat(NAME_CHARS + 2), lines))
                    .append('\n');
        }
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH_CHARS - NAME_CHARS - 2) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
