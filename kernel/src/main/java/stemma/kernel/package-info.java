/**
 * The density-matrix core: a quantum state of up to 64 dimensions that evolves, is measured and reports
 * its entropy, and whose first qubit is the point from which the node reads how much to explore and
 * how far to turn to its colony. It stands on the waist alone, because what it computes must be
 * checkable without the node, and repeatable to the last bit on any machine.
 */
@NullMarked
package stemma.kernel;

import org.jspecify.annotations.NullMarked;
