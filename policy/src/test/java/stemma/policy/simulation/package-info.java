/**
 * The trust core under simulation: the real gate, ledger, purses, approvals and tables over a clock, a
 * disk and threads that one seed drives, and an oracle that holds them to what they promise. It is a
 * package of its own because it sees only what any other module sees.
 */
@NullMarked
package stemma.policy.simulation;

import org.jspecify.annotations.NullMarked;
