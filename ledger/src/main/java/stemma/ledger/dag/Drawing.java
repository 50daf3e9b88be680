package stemma.ledger.dag;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stemma.core.ActId;
import stemma.core.Digest;

/**
 * The descent of objects as lines of text, the newest at the top. What came from one thing stands right
 * under it; what came from several has a branch for each.
 *
 * <pre>
 *   answer     1f2e3d4c5b6a  entry 61  How big is it
 *   ├─ findings   77aa91c0d2e4  entry 58  counted the files
 *   │  plan       90bb12f3a4c5  entry 31  Survey
 *   │  goal       5d31aa0719ce  entry 30  survey this repository
 *   └─ plan       90bb12f3a4c5  above
 * </pre>
 */
final class Drawing {
    /** The most lines of a drawing. */
    static final int LINES_MAX = 2_000;
    /** The most branches inside each other; what is deeper is told as such. */
    static final int DEPTH_MAX = 24;

    /**
     * A line of the drawing.
     *
     * @param tree the glyphs before it
     * @param depth branches that it is in
     * @param state {@code kept}, {@code erased}, {@code lost}; {@code above} when it was drawn already, {@code below}
     *     when it is not drawn for want of room
     * @param by the act that erased it; empty otherwise
     * @param links what it came from
     */
    record Line(
            String tree,
            int depth,
            String id,
            String kind,
            String title,
            long index,
            String state,
            String by,
            List<String> links) {}

    private final Lineage lineage;
    private final Dag dag;
    private final List<Line> lines = new ArrayList<>();
    private final Set<Digest> drawn = new HashSet<>();

    Drawing(Lineage lineage, Dag dag) {
        this.lineage = lineage;
        this.dag = dag;
    }

    List<Line> of(List<Descent> heads) {
        heads.reversed().forEach(head -> chain(head, "", "", 0));
        return lines;
    }

    /** Draws an object and, as long as each came from one thing, all it came from, in one column. */
    private void chain(Descent from, String first, String rest, int depth) {
        String tree = first;
        Descent at = from;
        while (draw(at, tree, depth) && !at.links().isEmpty()) {
            tree = rest;
            if (at.links().size() > 1) {
                branches(at, rest, depth);
                return;
            }
            Optional<Descent> next = lineage.find(at.links().getFirst());
            if (next.isEmpty()) {
                return;
            }
            at = next.get();
        }
    }

    private void branches(Descent at, String rest, int depth) {
        List<Descent> all =
                at.links().stream().flatMap(link -> lineage.find(link).stream()).toList();
        for (int i = 0; i < all.size(); i++) {
            boolean last = i == all.size() - 1;
            chain(all.get(i), rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), depth + 1);
        }
    }

    /** Whether what it came from is still to be drawn. */
    private boolean draw(Descent object, String tree, int depth) {
        if (lines.size() >= LINES_MAX) {
            return false;
        }
        boolean full = depth >= DEPTH_MAX || lines.size() == LINES_MAX - 1;
        boolean before = !drawn.add(object.id());
        Kept kept = dag.find(object.id());
        String state = before
                ? "above"
                : full && !object.links().isEmpty()
                        ? "below"
                        : switch (kept) {
                            case Kept.Whole whole -> "kept";
                            case Kept.Erased erased -> "erased";
                            case Kept.Lost lost -> "lost";
                        };
        lines.add(new Line(
                tree,
                depth,
                object.id().hex(),
                object.kind(),
                kept.map(DagObject::title).orElse(""),
                object.index(),
                state,
                kept instanceof Kept.Erased(ActId by) ? by.toString() : "",
                object.links().stream().map(Digest::hex).toList()));
        return !before && !full;
    }

    static String text(Line line) {
        String said = switch (line.state()) {
            case "kept" -> line.title();
            case "erased" -> "[erased by act " + line.by() + "]";
            case "lost" -> "[lost: stemma log verify]";
            case "above" -> "as above";
            default -> line.title() + "  (goes on: stemma log dag " + line.id().substring(0, DagItem.SHORT_CHARS) + ")";
        };
        return line.tree()
                + String.format(
                        "%-9s %s  entry %d  ", line.kind(), line.id().substring(0, DagItem.SHORT_CHARS), line.index())
                + said.replaceAll("\\p{Cntrl}", " ");
    }
}
