package stemma.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The open questions. Holds what is pending or approved and not yet used; what is answered no,
 * expired or used leaves the desk and lives on in the log. Thread-safe; never blocks on a person.
 */
final class ApprovalDesk {
    /** More open questions than a person can answer: the next ask is a deny. */
    static final int OPEN_MAX = 256;

    private final Map<ActId, Approval> open = new HashMap<>();

    synchronized boolean full() {
        return open.size() >= OPEN_MAX;
    }

    synchronized Approval put(Approval approval) {
        open.put(approval.id(), approval);
        return approval;
    }

    synchronized Optional<Approval> find(ActId id) {
        return Optional.ofNullable(open.get(id));
    }

    /** The open approval bound to exactly this act. */
    synchronized Optional<Approval> bound(Digest binding) {
        return open.values().stream().filter(a -> a.binding().equals(binding)).findFirst();
    }

    synchronized boolean empty() {
        return open.isEmpty();
    }

    /** Takes an approval off the desk if it still stands in this state: only one caller gets it. */
    synchronized boolean take(ActId id, Approval.State state) {
        Approval held = open.get(id);
        if (held == null || held.state() != state) {
            return false;
        }
        open.remove(id);
        return true;
    }

    synchronized List<Approval> expired(long nowMillis) {
        return open.values().stream().filter(a -> a.expired(nowMillis)).toList();
    }

    synchronized List<Approval> all() {
        List<Approval> all = new ArrayList<>(open.values());
        all.sort(Comparator.comparing(Approval::id));
        return all;
    }
}
