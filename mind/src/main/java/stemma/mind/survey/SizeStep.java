package stemma.mind.survey;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stemma.core.Digest;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.Seen;
import stemma.mind.Step;
import stemma.mind.Texts;

/** Finds the largest files, and files whose content is the same. */
public final class SizeStep {
    private static final int LARGEST_SHOWN = 20;
    private static final int COPIES_SHOWN = 6;

    private SizeStep() {}

    /** The step, over a shared census. */
    public static Step of(Stock stock) {
        return new Step("Compare sizes and contents", (bench, before) -> {
            Seen<Census> seen = stock.census(bench);
            List<List<FileFacts>> groups = duplicates(seen.get());
            long wasted = groups.stream()
                    .mapToLong(g -> g.getFirst().bytes() * (g.size() - 1))
                    .sum();
            String verdict = groups.isEmpty()
                    ? "no file is there twice"
                    : Texts.count(groups.size(), "file") + " more than once, " + Texts.size(wasted) + " in copies";
            Findings.Builder found = Findings.builder();
            found.answer(
                    "What is large or there twice?",
                    verdict,
                    Claim.of(Texts.count(seen.get().files().size(), "file") + " compared by their digests", seen));
            found.claim("Largest files", largest(seen.get()), seen);
            if (!groups.isEmpty()) {
                found.claim("Same content", table(groups), seen);
            }
            return Step.Outcome.done(verdict, found.build());
        });
    }

    private static String largest(Census census) {
        List<List<String>> rows = census.files().stream()
                .sorted(Comparator.comparingLong(FileFacts::bytes).reversed())
                .limit(LARGEST_SHOWN)
                .map(f -> List.of(Tables.code(f.path()), Texts.size(f.bytes())))
                .toList();
        return Tables.of(List.of("file", "size"), rows);
    }

    private static List<List<FileFacts>> duplicates(Census census) {
        Map<Digest, List<FileFacts>> byDigest = new LinkedHashMap<>();
        for (FileFacts file : census.files()) {
            if (file.bytes() > 0 && !file.digest().equals(Digest.EMPTY)) {
                byDigest.computeIfAbsent(file.digest(), d -> new ArrayList<>()).add(file);
            }
        }
        return byDigest.values().stream()
                .filter(g -> g.size() > 1)
                .sorted(Comparator.comparingLong(
                                (List<FileFacts> g) -> g.getFirst().bytes() * (g.size() - 1))
                        .reversed())
                .toList();
    }

    private static String table(List<List<FileFacts>> groups) {
        List<List<String>> rows = groups.stream()
                .map(g -> List.of(
                        Texts.size(g.getFirst().bytes()),
                        String.join(
                                        ", ",
                                        g.stream()
                                                .limit(COPIES_SHOWN)
                                                .map(f -> Tables.code(f.path()))
                                                .toList())
                                + (g.size() > COPIES_SHOWN ? " and " + (g.size() - COPIES_SHOWN) + " more" : "")))
                .toList();
        return Tables.of(List.of("size", "files"), rows);
    }
}
