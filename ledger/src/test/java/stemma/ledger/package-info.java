/** Tests of the ledger, most of them on a disk that misbehaves. */
@NullMarked
package stemma.ledger;

import org.jspecify.annotations.NullMarked;
