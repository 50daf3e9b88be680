package stemma.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.ledger.dag.Descent;

/**
 * What an erasure takes away.
 *
 * @param id what was named: a goal, an act, or an object
 * @param objects whose content goes; none of them erased before
 * @param kept inputs and outputs of acts, by the digest of their bytes
 * @param undo contents of files that are kept for undo, by the digest of their bytes
 * @param printed runs whose kept output goes
 */
record ErasePlan(String id, List<Descent> objects, List<Digest> kept, List<Digest> undo, List<ActId> printed) {
    ErasePlan {
        objects = List.copyOf(objects);
        kept = List.copyOf(kept);
        undo = List.copyOf(undo);
        printed = List.copyOf(printed);
    }

    boolean empty() {
        return objects.isEmpty() && kept.isEmpty() && undo.isEmpty() && printed.isEmpty();
    }

    /** What a yes is bound to: exactly this, and nothing that comes later. */
    Digest digest() {
        return Digest.of(Json.object()
                .put("kept", names(kept))
                .put("objects", names(objects.stream().map(Descent::id).toList()))
                .put(
                        "printed",
                        Json.array(printed.stream()
                                .sorted()
                                .map(run -> Json.of(run.toString()))
                                .toList()))
                .put("undo", names(undo))
                .build()
                .canonical());
    }

    private static Json names(List<Digest> digests) {
        return Json.array(digests.stream().sorted().map(d -> Json.of(d.hex())).toList());
    }

    /** What goes, in a line. */
    String goes() {
        Map<String, Long> kinds =
                objects.stream().collect(Collectors.groupingBy(Descent::kind, TreeMap::new, Collectors.counting()));
        List<String> parts = new ArrayList<>();
        kinds.forEach((kind, count) -> parts.add(count + " " + kind + (count == 1 || kind.endsWith("s") ? "" : "s")));
        count(parts, kept.size(), "kept input or output of an act", "kept inputs and outputs of acts");
        count(parts, undo.size(), "content of a file kept for undo", "contents of files kept for undo");
        count(parts, printed.size(), "output of a run", "outputs of runs");
        return String.join(", ", parts);
    }

    /** What stays, in a line. */
    static String stays() {
        return "commitments, links and proofs; the log's own entries with ops, paths, command words, step titles and"
                + " times; backups made before";
    }

    private static void count(List<String> parts, int count, String one, String many) {
        if (count > 0) {
            parts.add(count + " " + (count == 1 ? one : many));
        }
    }
}
