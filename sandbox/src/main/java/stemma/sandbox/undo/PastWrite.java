package stemma.sandbox.undo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Digest;
import stemma.core.Json;
import stemma.core.Receipt;

/**
 * What one act, or several in a row, made of a file, read from receipts.
 *
 * @param acts the oldest first
 * @param target the file, as acts name it
 * @param before what it held; empty when there was none
 * @param after what it held then; empty when it was removed
 * @param folders how many folders around it were made for it
 * @param notKept why its content was not kept; empty when it was
 */
record PastWrite(
        List<ActId> acts,
        String target,
        Optional<Digest> before,
        Optional<Digest> after,
        int folders,
        Optional<String> notKept) {
    /** More in a row are taken back in several steps, because a receipt has to name them. */
    static final int ACTS_MAX = 200;

    PastWrite {
        acts = List.copyOf(acts);
    }

    /** Empty when the receipt is not that of a file that was written. */
    static Optional<PastWrite> of(Receipt receipt) {
        Json.Obj evidence = receipt.evidence();
        if (evidence.find("after").isEmpty()) {
            return Optional.empty();
        }
        boolean removed = digest(evidence, "after").isEmpty();
        return Optional.of(new PastWrite(
                List.of(receipt.id()),
                receipt.act().target(),
                digest(evidence, "before"),
                digest(evidence, "after"),
                removed || evidence.find("folders").isEmpty() ? 0 : (int) evidence.longNumber("folders"),
                evidence.find("notKept").map(Json.Str.class::cast).map(Json.Str::value)));
    }

    /** Both as one, when the later began where this one ended. */
    Optional<PastWrite> then(PastWrite later) {
        if (!target.equals(later.target) || !after.equals(later.before) || acts.size() + later.acts.size() > ACTS_MAX) {
            return Optional.empty();
        }
        List<ActId> all = new ArrayList<>(acts);
        all.addAll(later.acts);
        return Optional.of(new PastWrite(all, target, before, later.after, folders, notKept.or(later::notKept)));
    }

    private static Optional<Digest> digest(Json.Obj evidence, String name) {
        return evidence.find(name).orElse(Json.ofNull()) instanceof Json.Str(String hex)
                ? Optional.of(Digest.parse(hex))
                : Optional.empty();
    }
}
