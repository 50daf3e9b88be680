package stemma.mind;

import java.util.List;
import java.util.stream.Collectors;
import stemma.core.ActId;

/**
 * Something a goal reports as true. It cannot be made without the receipts that it rests on.
 *
 * @param text Markdown: a sentence, a list or a table
 * @param receipts the acts in which it was seen; at least one
 */
public record Claim(String text, List<ActId> receipts) {
    /** The most receipts one claim cites; a claim that rests on more cites the first of them. */
    public static final int RECEIPTS_MAX = 12;

    public Claim {
        receipts = receipts.stream().distinct().limit(RECEIPTS_MAX).toList();
        if (receipts.isEmpty()) {
            throw new IllegalArgumentException("a claim cites a receipt; this one has none: " + text);
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("a claim says something");
        }
    }

    /** A claim that rests on what was seen. */
    public static Claim of(String text, Seen<?>... seen) {
        return new Claim(text, List.of(seen).stream().map(Seen::id).toList());
    }

    /** {@code [act 3.41]}, or {@code [acts 3.41, 3.42]}. */
    public String citation() {
        String ids = receipts.stream().map(ActId::toString).collect(Collectors.joining(", "));
        return (receipts.size() == 1 ? "[act " : "[acts ") + ids + "]";
    }

    /** The text with its citation: behind a sentence, on a line of its own below a block. */
    public String markdown() {
        boolean block = text.indexOf('\n') >= 0;
        return text.stripTrailing() + (block ? "\n\n" : " ") + citation();
    }
}
