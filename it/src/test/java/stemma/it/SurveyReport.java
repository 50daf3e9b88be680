package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Markdown of a survey, read as a stranger would: verdicts by question, and claims with the acts they cite. */
record SurveyReport(String text) {
    private static final Pattern CITED = Pattern.compile("\\[acts? ([0-9]+\\.[0-9]+(?:, [0-9]+\\.[0-9]+)*)]( \\|)?$");
    private static final Pattern ROW = Pattern.compile("\\| (.*?) \\| \\*\\*(.*?)\\*\\* \\| (.*) \\|");
    private static final int PREAMBLE_LINES = 7;

    /**
     * A claim.
     *
     * @param said the whole paragraph, item or row
     * @param acts what it cites; empty for a claim that cites nothing
     */
    record Claim(String said, List<String> acts) {}

    String verdict(String question) {
        return row(question).group(2);
    }

    /** The claim that a verdict rests on. */
    Claim because(String question) {
        return claim(row(question).group());
    }

    private Matcher row(String question) {
        for (String line : text.lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && row.group(1).equals(question)) {
                return row;
            }
        }
        throw new AssertionError("no row for '" + question + "' in\n" + text);
    }

    /**
     * Every row of the first table, every item, and every paragraph or block with the citation below
     * it. What is left over once headings are taken out belongs to no citation and is a claim as well.
     */
    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        List<String> lines = text.lines().toList();
        assertThat(lines.getLast()).startsWith("Every claim names the acts it rests on");
        assertThat(lines.get(4)).startsWith("Made from data of trust workspace, from folder:");
        assertThat(lines.subList(5, PREAMBLE_LINES + 1)).contains("| question | verdict | because |");
        for (String line : lines.subList(PREAMBLE_LINES + 1, lines.size() - 1)) {
            boolean heading = open.indexOf("```") < 0 && line.startsWith("#");
            if (heading) {
                assertThat(open.toString().strip())
                        .as("above " + line + " is a claim that cites nothing")
                        .isEmpty();
            } else {
                open.append(line).append('\n');
                if (CITED.matcher(line).find()) {
                    claims.add(claim(open.toString().strip()));
                    open.setLength(0);
                }
            }
        }
        assertThat(open.toString().strip())
                .as("the end is a claim that cites nothing")
                .isEmpty();
        return claims;
    }

    private static Claim claim(String said) {
        Matcher cited = CITED.matcher(said);
        return new Claim(said, cited.find() ? List.of(cited.group(1).split(", ", -1)) : List.of());
    }
}
