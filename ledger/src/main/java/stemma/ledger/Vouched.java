package stemma.ledger;

import java.util.List;
import stemma.core.Entry;

/**
 * Something outside the log that notes of one topic vouch for. Verification shows it each such note in
 * log order, and asks at the end what does not fit.
 */
public interface Vouched {
    /** Nothing is vouched for. */
    Vouched NOTHING = new Vouched() {
        @Override
        public String topic() {
            return "";
        }

        @Override
        public void note(long index, Entry.Noted note) {}

        @Override
        public List<Finding> findings(boolean whole) {
            return List.of();
        }
    };

    /** The topic of its notes; empty for none. */
    String topic();

    /** The next note of the topic, and where it stands in the log. */
    void note(long index, Entry.Noted note);

    /**
     * What is wrong, or worth saying, after the last note.
     *
     * @param whole whether nothing is wrong with the log; otherwise later notes may be missing
     */
    List<Finding> findings(boolean whole);
}
