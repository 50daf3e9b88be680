/**
 * The one truth about acts: an append-only Merkle log on the node's own disk. It exists so that what
 * was recorded cannot be changed, dropped or reordered without that being seen, by us or by a third
 * party with tools we did not write: the hashing is RFC 6962's, the checkpoints and proofs are those
 * of C2SP's transparency logs. Writers share group commits; readers never wait for them.
 */
@NullMarked
package stemma.ledger;

import org.jspecify.annotations.NullMarked;
