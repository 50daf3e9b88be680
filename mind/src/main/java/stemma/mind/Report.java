package stemma.mind;

import java.util.List;

/** Lays findings out as Markdown: the verdicts in a table up front, then the claims, each with its receipts. */
final class Report {
    /** The most bytes of a report; what goes beyond is left out and said so. */
    static final int BYTES_MAX = 1024 * 1024;

    private Report() {}

    static String markdown(Goal goal, String title, Findings findings) {
        StringBuilder text = new StringBuilder("# " + title + "\n\n");
        text.append("`").append(goal.dir()).append("`, goal ").append(goal.id()).append("\n");
        text.append("\nMade from data of trust ")
                .append(cell(Texts.oneLine(findings.label().toString())))
                .append(".\n");
        if (!findings.answers().isEmpty()) {
            text.append("\n| question | verdict | because |\n|---|---|---|\n");
            findings.answers().forEach(a -> text.append(row(a)));
        }
        findings.sections().forEach((section, claims) -> text.append("\n").append(section(section, claims)));
        text.append("\nEvery claim names the acts it rests on; `stemma act show ID` shows the receipt, `stemma log"
                + " prove` proves it.\n");
        return Texts.cut(Texts.lines(text.toString()), BYTES_MAX / 3);
    }

    private static String row(Answer answer) {
        return "| " + cell(answer.question()) + " | **" + cell(answer.verdict()) + "** | "
                + cell(answer.because().markdown()) + " |\n";
    }

    private static String section(String title, List<Claim> claims) {
        StringBuilder text = new StringBuilder("## " + title + "\n");
        boolean list = false;
        for (Claim claim : claims) {
            boolean block = claim.text().indexOf('\n') >= 0;
            text.append(list && !block ? "- " : block ? "\n" : "\n- ")
                    .append(claim.markdown())
                    .append('\n');
            list = !block;
        }
        return text.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
