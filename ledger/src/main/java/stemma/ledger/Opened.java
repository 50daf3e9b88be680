package stemma.ledger;

import java.util.List;
import java.util.Optional;
import stemma.store.AppendFile;

/**
 * A ledger as recovery found it: sound and ready to grow, or damaged and only readable up to the
 * damage.
 *
 * @param report what recovery did, one sentence each; empty when there was nothing to do
 * @param signedSize entries that the last checkpoint covers
 * @param noted size of the last checkpoint in the history file
 */
record Opened(
        LedgerFolder folder,
        List<LedgerFolder.Segment> segments,
        Optional<AppendFile> last,
        Tiles tiles,
        long size,
        long signedSize,
        long noted,
        List<String> report,
        Optional<Damage> damage) {}
