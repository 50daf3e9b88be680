package stemma.mind;

import java.util.List;

/** Goals as text for a terminal. */
final class GoalText {
    private static final int TEXT_COLUMNS = 72;

    private GoalText() {}

    static String started(GoalView goal) {
        return "goal " + goal.id() + " · " + goal.template() + " · " + goal.state() + "\n"
                + "  watch it with   stemma goal show " + goal.id() + "\n"
                + "  stop it with    stemma goal cancel " + goal.id();
    }

    static String brief(GoalView goal) {
        return "goal " + goal.id() + " · " + goal.state() + (goal.message().isEmpty() ? "" : " · " + goal.message());
    }

    static String list(List<GoalView> goals) {
        if (goals.isEmpty()) {
            return "no goals yet; try   stemma goal \"Survey this repository\" --dir .";
        }
        StringBuilder text = new StringBuilder();
        int widest = goals.stream().mapToInt(g -> g.id().length()).max().orElse(0);
        for (GoalView goal : goals) {
            text.append(sign(goal.state()))
                    .append(' ')
                    .append(pad(goal.id(), widest))
                    .append("  ");
            text.append(pad(goal.state(), 9)).append("  ");
            text.append(Texts.cut(Texts.oneLine(goal.text()), TEXT_COLUMNS)).append('\n');
            if (!goal.message().isEmpty()) {
                text.append(" ".repeat(widest + 15))
                        .append(Texts.cut(goal.message(), TEXT_COLUMNS))
                        .append('\n');
            }
        }
        return text.toString().stripTrailing();
    }

    static String whole(GoalView goal) {
        StringBuilder text = new StringBuilder();
        text.append("goal ")
                .append(goal.id())
                .append(" · ")
                .append(goal.state())
                .append(" · ")
                .append(goal.template())
                .append('\n');
        text.append("  ").append(Texts.oneLine(goal.text())).append('\n');
        text.append("  in ").append(goal.dir()).append('\n');
        if (!goal.message().isEmpty()) {
            text.append("  ").append(goal.message()).append('\n');
        }
        if (!goal.steps().isEmpty()) {
            text.append('\n');
        }
        for (GoalView.StepView step : goal.steps()) {
            text.append("  ")
                    .append(sign(step.state()))
                    .append(' ')
                    .append(step.number())
                    .append(". ")
                    .append(step.title());
            if (step.endedMillis() > 0 && step.startedMillis() > 0) {
                text.append("  ").append(Texts.duration(Math.max(0, step.endedMillis() - step.startedMillis())));
            }
            text.append('\n');
            if (!step.summary().isEmpty()) {
                text.append("       ").append(step.summary()).append('\n');
            }
        }
        if (!goal.report().isEmpty()) {
            text.append('\n').append(goal.report());
        }
        return text.toString().stripTrailing();
    }

    static String templates(List<Planner.Template> templates) {
        StringBuilder text = new StringBuilder();
        int widest = templates.stream().mapToInt(t -> t.name().length()).max().orElse(0);
        for (Planner.Template template : templates) {
            text.append(pad(template.name(), widest))
                    .append("  ")
                    .append(template.summary())
                    .append('\n');
            text.append(" ".repeat(widest + 2))
                    .append("\"")
                    .append(template.example())
                    .append("\"\n");
        }
        return text.toString().stripTrailing();
    }

    private static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - text.length()));
    }

    private static String sign(String state) {
        return switch (state) {
            case "done" -> "✓";
            case "failed" -> "✗";
            case "cancelled" -> "–";
            case "unknown" -> "?";
            case "active", "running" -> "▸";
            case "waiting" -> "…";
            default -> "·";
        };
    }
}
