package stemma.ledger;

import java.util.List;
import java.util.Optional;
import stemma.core.Digest;

/**
 * What a full verification found.
 *
 * @param size entries that could be read
 * @param signedSize entries that the last good checkpoint covers
 * @param root over all entries read
 * @param findings in order of their index
 */
public record VerifyReport(long size, long signedSize, Digest root, List<Finding> findings) {
    public VerifyReport {
        findings = List.copyOf(findings);
    }

    /** Whether nothing was altered. */
    public boolean sound() {
        return alarm().isEmpty();
    }

    /** The first alarming finding. */
    public Optional<Finding> alarm() {
        return findings.stream().filter(f -> f.kind().alarming()).findFirst();
    }
}
