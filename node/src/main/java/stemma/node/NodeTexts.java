package stemma.node;

import java.time.Duration;

/** The node's own answers as a terminal shows them. */
final class NodeTexts {
    private NodeTexts() {}

    static String text(NodeOperations.Status s) {
        return String.join(
                "\n",
                line("node", s.name() + ", " + s.state()),
                line("version", s.version()),
                line("key", s.key()),
                line("up for", duration(s.uptimeMillis())),
                line("policy", s.posture()),
                line("sandbox", s.sandbox()),
                line("model", s.model().equals("none") ? "none, the embedded planner plans" : s.model()),
                line("purse", s.purseName() + ", " + s.purseLeft()),
                line("goals", s.activeGoals() + " active"),
                line("approvals", s.openApprovals() + " waiting"),
                line("acts", Long.toString(s.acts())),
                line("tables", s.tables()),
                line("log", s.checkpointSize() + " entries signed, root " + s.checkpointRoot()));
    }

    static String text(NodeOperations.Checks checks) {
        StringBuilder text = new StringBuilder();
        checks.checks()
                .forEach(check ->
                        text.append(String.format("%-8s %-20s %s%n", check.state(), check.name(), check.detail())));
        return text.append("strength ").append(checks.strength()).toString();
    }

    static String text(NodeOperations.Settings settings) {
        StringBuilder text = new StringBuilder("home  " + settings.home() + "\nfile  " + settings.configFile() + "\n");
        settings.settings()
                .forEach(setting -> text.append(String.format(
                        "%-24s %-32s %s%n",
                        setting.name(), setting.value().isEmpty() ? "-" : setting.value(), setting.source())));
        return text.toString().stripTrailing();
    }

    static String text(NodeOperations.Halted halted) {
        return halted.halted()
                ? "halted: " + halted.reason() + "\nno act starts until: stemma release"
                : "released: acts happen again";
    }

    static String text(NodeOperations.Rebuilt rebuilt) {
        StringBuilder text = new StringBuilder("rebuilt from " + rebuilt.entries() + " entries");
        rebuilt.projections()
                .forEach(table -> text.append(String.format(
                        "%n  %-12s %8d rows  %s",
                        table.name(), table.rows(), table.changed() ? "CAME OUT DIFFERENT" : "the same as before")));
        return text.toString();
    }

    static String duration(long millis) {
        Duration d = Duration.ofMillis(millis);
        return d.toHours() > 0
                ? d.toHours() + " h " + d.toMinutesPart() + " min"
                : d.toMinutes() > 0 ? d.toMinutes() + " min " + d.toSecondsPart() + " s" : d.toSeconds() + " s";
    }

    private static String line(String name, String value) {
        return String.format("%-10s %s", name, value);
    }
}
