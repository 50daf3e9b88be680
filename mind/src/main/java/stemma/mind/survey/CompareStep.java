package stemma.mind.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stemma.core.Digest;
import stemma.mind.Claim;
import stemma.mind.Findings;
import stemma.mind.Seen;
import stemma.mind.Step;
import stemma.mind.Texts;

/** Compares two folders file by file, by content. */
public final class CompareStep {
    private static final int FILES_SHOWN = 30;

    private CompareStep() {}

    /** The step; both paths are relative to the goal's folder. */
    public static Step of(String first, String second) {
        Stock one = new Stock(first);
        Stock two = new Stock(second);
        return new Step("Compare " + first + " with " + second, (bench, before) -> {
            Seen<Census> left = one.census(bench);
            Seen<Census> right = two.census(bench);
            Map<String, FileFacts> a = below(first, left.get());
            Map<String, FileFacts> b = below(second, right.get());
            List<String> onlyA = new ArrayList<>();
            List<String> changed = new ArrayList<>();
            a.forEach((path, file) -> {
                FileFacts other = b.get(path);
                if (other == null) {
                    onlyA.add(path + movedTo(file, b));
                } else if (!other.digest().equals(file.digest()) || other.bytes() != file.bytes()) {
                    changed.add(path + " (" + sign(other.lines() - file.lines()) + " lines)");
                }
            });
            List<String> onlyB =
                    b.keySet().stream().filter(p -> !a.containsKey(p)).toList();
            int same = a.size() - onlyA.size() - changed.size();
            boolean equal = onlyA.isEmpty() && onlyB.isEmpty() && changed.isEmpty();
            String verdict = equal
                    ? "yes, " + Texts.count(same, "file")
                    : "no: " + changed.size() + " differ, " + onlyA.size() + " only in " + first + ", " + onlyB.size()
                            + " only in " + second;
            Findings.Builder found = Findings.builder();
            found.answer(
                    "Are they the same?",
                    verdict,
                    Claim.of(Texts.count(same, "file") + " the same, byte for byte", left, right));
            list("Differ", changed, found, left, right);
            list("Only in " + first, onlyA, found, left, right);
            list("Only in " + second, onlyB, found, left, right);
            return Step.Outcome.done(verdict, found.build());
        });
    }

    private static Map<String, FileFacts> below(String folder, Census census) {
        Map<String, FileFacts> files = new LinkedHashMap<>();
        census.files().forEach(f -> files.put(f.path().substring(folder.length() + 1), f));
        return files;
    }

    private static String movedTo(FileFacts file, Map<String, FileFacts> others) {
        if (file.digest().equals(Digest.EMPTY)) {
            return "";
        }
        return others.entrySet().stream()
                .filter(e -> e.getValue().digest().equals(file.digest()))
                .findFirst()
                .map(e -> " (same content as " + e.getKey() + ")")
                .orElse("");
    }

    private static String sign(int lines) {
        return lines < 0 ? Integer.toString(lines) : "+" + lines;
    }

    private static void list(
            String title, List<String> paths, Findings.Builder found, Seen<Census> left, Seen<Census> right) {
        if (!paths.isEmpty()) {
            String shown = String.join(
                    "\n",
                    paths.stream()
                            .limit(FILES_SHOWN)
                            .map(p -> "- " + Tables.code(p))
                            .toList());
            String more = paths.size() > FILES_SHOWN ? "\n- and " + (paths.size() - FILES_SHOWN) + " more" : "";
            found.claim(title, shown + more + "\n", left, right);
        }
    }
}
