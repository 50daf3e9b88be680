/**
 * Who the node is: its soul, its keys and what it signs. Private keys never leave this module; the
 * rest of the house asks a {@link stemma.identity.Signer} and sees only signatures. It exists so
 * that the one thing that cannot be replaced after a leak is held in the fewest lines.
 */
@NullMarked
package stemma.identity;

import org.jspecify.annotations.NullMarked;
