package stemma.sandbox.escape;

import java.util.Locale;
import java.util.stream.Collectors;

/** Trials as a terminal shows them. */
final class SandboxTexts {
    private SandboxTexts() {}

    static String text(SandboxOperations.Tried tried) {
        StringBuilder text = new StringBuilder();
        for (Attempt attempt : tried.attempts()) {
            String word = attempt.outcome() == Attempt.Outcome.SHUT
                    ? "held"
                    : attempt.outcome().name().toLowerCase(Locale.ROOT);
            String why = attempt.reason().isEmpty() ? "" : " (" + attempt.reason() + ")";
            text.append(String.format("%-8s %-17s %s%s%n", word, attempt.name(), attempt.what(), why));
        }
        String succeeded = tried.attempts().stream()
                .filter(attempt -> attempt.outcome() == Attempt.Outcome.OPEN)
                .map(Attempt::name)
                .collect(Collectors.joining(", "));
        long untried = tried.count(Attempt.Outcome.UNTRIED);
        text.append(tried.count(Attempt.Outcome.SHUT))
                .append(" of ")
                .append(tried.attempts().size())
                .append(" attempts were held, ")
                .append(tried.count(Attempt.Outcome.OPEN))
                .append(" succeeded")
                .append(succeeded.isEmpty() ? "" : " (" + succeeded + ")")
                .append(untried == 0 ? "" : ", " + untried + " were not tried")
                .append("; run ")
                .append(tried.run());
        return text.toString();
    }
}
