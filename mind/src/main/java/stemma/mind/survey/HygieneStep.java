package stemma.mind.survey;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.Seen;
import stemma.mind.Step;
import stemma.mind.Texts;
import stemma.mind.survey.FileFacts.Mark;

/** Lists what is untidy about files: encodings, line ends, litter, odd names, permissions. */
public final class HygieneStep {
    private static final int PLACES_SHOWN = 6;

    private HygieneStep() {}

    /** The step, over a shared census. */
    public static Step of(Stock stock) {
        return new Step("Check files for what is untidy", (bench, before) -> {
            Seen<Census> seen = stock.census(bench);
            Map<Mark, List<String>> places = new EnumMap<>(Mark.class);
            for (FileFacts file : seen.get().files()) {
                for (Mark mark : file.marks()) {
                    if (untidy(mark)) {
                        places.computeIfAbsent(mark, m -> new ArrayList<>()).add(file.path());
                    }
                }
            }
            List<List<String>> rows = rows(places);
            List<String> clashes = clashes(seen.get());
            if (!clashes.isEmpty()) {
                rows.add(List.of("names that differ only in case", Integer.toString(clashes.size()), shown(clashes)));
            }
            String verdict = rows.isEmpty() ? "tidy" : Texts.count(rows.size(), "kind") + " of untidiness";
            Findings.Builder found = Findings.builder();
            found.answer(
                    "Are the files tidy?",
                    verdict,
                    Claim.of(Texts.count(seen.get().files().size(), "file") + " checked", seen));
            if (!rows.isEmpty()) {
                found.claim("File hygiene", Tables.of(List.of("what", "files", "where"), rows), seen);
            }
            return Step.Outcome.done(verdict, found.build());
        });
    }

    private static boolean untidy(Mark mark) {
        return switch (mark) {
            case BINARY, LINK, UNREAD, EXECUTABLE -> false;
            default -> true;
        };
    }

    private static List<List<String>> rows(Map<Mark, List<String>> places) {
        List<List<String>> rows = new ArrayList<>();
        places.forEach((mark, paths) -> rows.add(List.of(mark.words(), Integer.toString(paths.size()), shown(paths))));
        return rows;
    }

    private static String shown(List<String> paths) {
        String some = String.join(
                ", ", paths.stream().limit(PLACES_SHOWN).map(Tables::code).toList());
        return paths.size() > PLACES_SHOWN ? some + " and " + (paths.size() - PLACES_SHOWN) + " more" : some;
    }

    /** Paths that fall together on a file system that ignores case. */
    private static List<String> clashes(Census census) {
        Map<String, String> seen = new HashMap<>();
        List<String> clashes = new ArrayList<>();
        for (FileFacts file : census.files()) {
            String other = seen.putIfAbsent(file.path().toLowerCase(Locale.ROOT), file.path());
            if (other != null) {
                clashes.add(file.path());
            }
        }
        return clashes;
    }
}
