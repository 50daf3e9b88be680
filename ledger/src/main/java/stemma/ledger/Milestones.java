package stemma.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The sizes at which the root is known from elsewhere. */
final class Milestones {
    /** Who says so; signed ones are judged before remembered ones of the same size. */
    enum Source {
        SIGNED,
        REMEMBERED
    }

    /** A root to compare with. */
    record Milestone(Checkpoint checkpoint, Source source) {}

    private final NavigableMap<Long, List<Milestone>> bySize = new TreeMap<>();
    private long signedMax;

    void add(Checkpoint checkpoint, Source source) {
        bySize.computeIfAbsent(checkpoint.size(), s -> new ArrayList<>()).add(new Milestone(checkpoint, source));
        if (source == Source.SIGNED) {
            signedMax = Math.max(signedMax, checkpoint.size());
        }
    }

    List<Milestone> at(long size) {
        return bySize.getOrDefault(size, List.of());
    }

    long signedMax() {
        return signedMax;
    }
}
