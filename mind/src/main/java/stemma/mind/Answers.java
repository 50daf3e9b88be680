package stemma.mind;

import java.util.Optional;
import stemma.core.Provenance;

/**
 * What goals have answered, and where that came from.
 *
 * <p>It finds in a wish what stands in the answer of an earlier goal. An answer that is quoted in the next
 * wish is still what a model made of a stranger's files, whoever carried it over; unless an operator has
 * endorsed that answer. It sees whole lines, word for word; what a person says in own words is his own.
 */
public final class Answers {
    /** Answers that are looked at, the newest first. */
    static final int GOALS_MAX = 20;
    /** Shorter lines could be anybody's. */
    static final int LINE_CHARS_MIN = 40;

    private final Goals goals;
    private final Goals.Ports ports;

    Answers(Goals goals, Goals.Ports ports) {
        this.goals = goals;
        this.ports = ports;
    }

    /** The report of a goal that has one. */
    public Optional<String> report(Goal goal) {
        return goal.report().map(ports.objects()::report);
    }

    /** Where all that a goal found came from, and so its report. */
    public Provenance label(Goal goal) {
        Provenance label = goal.provenance();
        for (GoalStep step : goal.steps()) {
            label = step.result()
                    .flatMap(ports.objects()::findings)
                    .map(Findings::label)
                    .map(label::with)
                    .orElse(label);
        }
        return label;
    }

    /** What the wish brings with it from the answers it quotes. */
    Provenance quotedIn(String wish) {
        Provenance brought = Provenance.OPERATOR;
        if (wish.length() < LINE_CHARS_MIN) {
            return brought;
        }
        String said = plain(wish);
        for (Goal goal : goals.newest(GOALS_MAX)) {
            Optional<String> answer = goal.report().isEmpty() ? Optional.empty() : report(goal);
            if (answer.isPresent() && quotes(said, answer.get())) {
                brought = brought.with(
                        endorsed(goal).orElseGet(() -> Provenance.of(label(goal).trust(), "answer:" + goal.id())));
            }
        }
        return brought;
    }

    private Optional<Provenance> endorsed(Goal goal) {
        return goal.report().flatMap(ports.labels()::bytes).filter(label -> !label.tainted());
    }

    private static boolean quotes(String said, String answer) {
        return answer.lines()
                .map(Answers::plain)
                .anyMatch(line -> line.length() >= LINE_CHARS_MIN && said.contains(line));
    }

    /** Without what Markdown and a citation add to a line, and with single blanks. */
    private static String plain(String text) {
        return text.replaceAll("\\[acts? [0-9., ]+]", " ")
                .replaceAll("(?m)^\\s*(#+|[-*+]|\\|)\\s+", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
