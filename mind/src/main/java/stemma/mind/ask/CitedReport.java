package stemma.mind.ask;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.core.ActId;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.Texts;

/**
 * What is left of a model's report when every line that rests on no act of the goal is taken out.
 *
 * @param sections claims by heading
 * @param claims how many lines cite an act
 * @param uncited how many lines were left out
 */
record CitedReport(Map<String, List<Claim>> sections, int claims, int uncited) {
    /** The most lines of a report that are read. */
    static final int LINES_MAX = 400;

    private static final int LINE_CHARS_MAX = 2_000;
    private static final String UNTITLED = "What the model found";
    private static final Pattern CITATION =
            Pattern.compile("\\[acts? ?([0-9]+\\.[0-9]+(?:(?:,| and|;)? ?(?:acts? )?[0-9]+\\.[0-9]+)*)\\s*]");
    private static final Pattern ID = Pattern.compile("[0-9]+\\.[0-9]+");

    /** Reads a report; only acts that the goal took count as cited. */
    static CitedReport of(String text, Set<ActId> taken) {
        Map<String, List<Claim>> sections = new LinkedHashMap<>();
        String section = UNTITLED;
        int claims = 0;
        int uncited = 0;
        for (String raw : text.lines().limit(LINES_MAX).toList()) {
            String line = Texts.cut(Texts.oneLine(raw), LINE_CHARS_MAX);
            if (line.startsWith("#")) {
                section = line.replaceFirst("^#+\\s*", "");
                section = section.isEmpty() ? UNTITLED : section;
            } else if (!line.isEmpty()) {
                List<ActId> cited = cited(line, taken);
                String said = CITATION.matcher(line)
                        .replaceAll("")
                        .replaceFirst("^[-*+]\\s+", "")
                        .strip();
                if (cited.isEmpty() || said.isEmpty()) {
                    uncited += said.isEmpty() ? 0 : 1;
                } else {
                    sections.computeIfAbsent(section, s -> new ArrayList<>()).add(new Claim(said, cited));
                    claims++;
                }
            }
        }
        return new CitedReport(sections, claims, uncited);
    }

    private static List<ActId> cited(String line, Set<ActId> taken) {
        List<ActId> ids = new ArrayList<>();
        for (Matcher m = CITATION.matcher(line); m.find(); ) {
            for (Matcher id = ID.matcher(m.group(1)); id.find(); ) {
                taken.stream().filter(t -> t.toString().equals(id.group())).forEach(ids::add);
            }
        }
        return ids;
    }

    String summary() {
        return Texts.count(claims, "claim") + " with receipts"
                + (uncited > 0 ? ", " + Texts.count(uncited, "line") + " without left out" : "");
    }

    /**
     * @param asked the act in which the model wrote the report
     */
    Findings findings(String model, ActId asked) {
        Findings.Builder found = Findings.builder();
        sections.forEach((title, list) -> list.forEach(claim -> found.claim(title, claim)));
        if (uncited > 0) {
            found.claim(
                    "About this report",
                    new Claim(
                            Texts.count(uncited, "line") + " of what " + model + " wrote cited no act of this goal and "
                                    + (uncited == 1 ? "is" : "are") + " not shown.",
                            List.of(asked)));
        }
        found.claim(
                "About this report",
                new Claim(
                        "The claims are the model's reading of those acts; the receipts prove what was done, not that"
                                + " it was understood.",
                        List.of(asked)));
        return found.build();
    }
}
