package stemma.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the log says was left open when the home was last closed: how often it was opened, intents
 * without a receipt, approvals without an end, and whether the node is halted.
 *
 * @param boot number of the last opening; 0 for a new home
 * @param intents acts that may or may not have happened
 * @param approvals pending, approved and not yet used, or denied and without a receipt
 * @param halted why, or empty while acts are allowed
 */
public record Recovered(int boot, List<Entry.Intent> intents, List<Approval> approvals, String halted) {

    public static final Recovered NOTHING = new Recovered(0, List.of(), List.of(), "");

    public Recovered {
        intents = List.copyOf(intents);
        approvals = List.copyOf(approvals);
    }

    /**
     * Builds a {@link Recovered} from entries in log order. Feeding it only the entries that are still
     * open (and the last boot and switch) gives the same answer as feeding it the whole log.
     * Not thread-safe.
     */
    public static final class Reader {
        private final Map<ActId, Entry.Intent> intents = new LinkedHashMap<>();
        private final Map<ActId, Approval> approvals = new LinkedHashMap<>();
        private int boot;
        private String halted = "";

        public void read(Entry entry) {
            switch (entry) {
                case Entry.Booted e -> boot = Math.max(boot, e.boot());
                case Entry.Intent e -> {
                    intents.put(e.id(), e);
                    approvals.remove(e.id());
                }
                case Receipt e -> {
                    intents.remove(e.id());
                    approvals.remove(e.id());
                }
                case Entry.Asked e -> approvals.put(e.id(), Approval.pending(e));
                case Entry.Answered e -> answered(e);
                case Entry.Switched e -> halted = e.halted() ? e.reason() : "";
                case Entry.Noted e -> {}
            }
        }

        private void answered(Entry.Answered e) {
            Approval asked = approvals.get(e.id());
            if (asked == null) {
                return;
            }
            if (!e.approved()) {
                approvals.put(e.id(), asked.in(Approval.State.DENIED));
            } else if (asked.quorum().wanted()) {
                approvals.put(e.id(), asked.with(e));
            } else {
                approvals.put(e.id(), asked.in(Approval.State.APPROVED));
            }
        }

        public Recovered recovered() {
            return new Recovered(boot, new ArrayList<>(intents.values()), new ArrayList<>(approvals.values()), halted);
        }
    }
}
