package stemma.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
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
            new Section("Programs", List.of("cartridge")),
            new Section(
                    "Trust",
                    List.of(
                            "approval",
                            "approve",
                            "deny",
                            "act",
                            "log",
                            "operator",
                            "policy",
                            "purse",
                            "sandbox",
                            "halt",
                            "release")),
            new Section(
                    "The node",
                    List.of("status", "doctor", "disk", "settings", "vault", "backup", "restore", "rebuild")));

    private HelpSections() {}

    /** Replaces the one long list of verbs. */
    static void over(CommandSpec root) {
        Map<String, IHelpSectionRenderer> sections = root.usageMessage().sectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpSections::text);
        root.usageMessage().sectionMap(sections);
    }

    private static String text(Help help) {
        StringBuilder text = new StringBuilder();
        Map<String, String> rest = new TreeMap<>();
        help.subcommands().forEach((verb, one) -> rest.put(verb, summary(one)));
        for (Section section : SECTIONS) {
            Map<String, String> verbs = new LinkedHashMap<>();
            section.verbs()
                    .forEach(verb ->
                            Optional.ofNullable(rest.remove(verb)).ifPresent(summary -> verbs.put(verb, summary)));
            append(text, section.title(), verbs);
        }
        append(text, "More", rest);
        return text.toString();
    }

    private static String summary(Help help) {
        return String.join(" ", help.commandSpec().usageMessage().description());
    }

    private static void append(StringBuilder text, String title, Map<String, String> verbs) {
        if (verbs.isEmpty()) {
            return;
        }
        String margin = "\n" + " ".repeat(NAME_CHARS + 2);
        text.append('\n').append(title).append(":\n");
        verbs.forEach((verb, summary) -> text.append(("  %-" + NAME_CHARS + "s").formatted(verb))
                .append(String.join(margin, wrapped(summary)))
                .append('\n'));
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
