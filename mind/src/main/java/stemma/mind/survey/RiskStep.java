package stemma.mind.survey;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.Seen;
import stemma.mind.Step;
import stemma.mind.Texts;

/** Lists what looks risky, by kind, the weightiest first. It names places and quotes nothing. */
public final class RiskStep {
    private static final int PLACES_SHOWN = 5;

    private RiskStep() {}

    /** The step, over a shared census. */
    public static Step of(Stock stock) {
        return new Step("Look for risky patterns", (bench, before) -> {
            Seen<Census> seen = stock.census(bench);
            Map<Risk.Kind, List<String>> places = new EnumMap<>(Risk.Kind.class);
            for (FileFacts file : seen.get().files()) {
                for (Risk risk : file.risks()) {
                    String line = risk.line() > 0 ? ":" + risk.line() : "";
                    places.computeIfAbsent(risk.kind(), k -> new ArrayList<>())
                            .add(Tables.code(file.path() + line) + said(risk));
                }
            }
            String verdict = verdict(places);
            Findings.Builder found = Findings.builder();
            found.answer("What looks risky?", verdict, Claim.of(because(places, seen.get()), seen));
            if (!places.isEmpty()) {
                found.claim("What looks risky", table(places), seen);
                found.claim(
                        "What looks risky",
                        "These are patterns, not proofs: each place wants a look, and what"
                                + " no pattern matches was not found.",
                        seen);
            }
            return Step.Outcome.done(verdict, found.build());
        });
    }

    /** What exactly it is, where its kind does not say so already. */
    private static String said(Risk risk) {
        return risk.what().equals(risk.kind().words()) ? "" : " (" + risk.what() + ")";
    }

    private static String verdict(Map<Risk.Kind, List<String>> places) {
        if (places.isEmpty()) {
            return "nothing that is looked for";
        }
        Map<Risk.Weight, Integer> sums = new EnumMap<>(Risk.Weight.class);
        places.forEach((kind, list) -> sums.merge(kind.weight(), list.size(), Integer::sum));
        return sums.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String because(Map<Risk.Kind, List<String>> places, Census census) {
        return places.isEmpty()
                ? Texts.count(census.files().size(), "file") + " searched for secrets, code run from text, unseen"
                        + " downloads, switched-off tests and odd permissions"
                : places.entrySet().stream()
                        .limit(4)
                        .map(e -> e.getKey().words() + " (" + e.getValue().size() + ")")
                        .collect(Collectors.joining(", "));
    }

    private static String table(Map<Risk.Kind, List<String>> places) {
        List<List<String>> rows = new ArrayList<>();
        places.forEach((kind, list) -> {
            String more = list.size() > PLACES_SHOWN ? " and " + (list.size() - PLACES_SHOWN) + " more" : "";
            rows.add(List.of(
                    kind.weight().name().toLowerCase(Locale.ROOT),
                    kind.words(),
                    String.join(", ", list.subList(0, Math.min(PLACES_SHOWN, list.size()))) + more));
        });
        return Tables.of(List.of("weight", "what", "where"), rows);
    }
}
