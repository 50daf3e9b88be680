package stemma.mind;

/**
 * One row of the table at the top of a report.
 *
 * @param question what was asked
 * @param verdict the answer in a few words
 * @param because why, with its receipts
 */
public record Answer(String question, String verdict, Claim because) {
    public Answer {
        if (question.isBlank() || verdict.isBlank()) {
            throw new IllegalArgumentException("an answer has a question and a verdict");
        }
    }
}
