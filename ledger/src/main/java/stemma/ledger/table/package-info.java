/**
 * Tables computed from the ledger, so that acts can be listed and searched without reading the log
 * from its beginning. They hold nothing of their own: dropping them loses time, never a fact, and
 * {@code stemma rebuild} shows that they come out the same.
 */
@NullMarked
package stemma.ledger.table;

import org.jspecify.annotations.NullMarked;
