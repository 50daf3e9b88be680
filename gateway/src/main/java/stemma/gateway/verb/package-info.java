/**
 * Verbs typed in a terminal, carried to the node that owns the home. One process owns a home at a
 * time, so a verb that finds a running node is its client: arguments, standard streams, window size
 * and signals travel over a socket in the home that only its owner can open, and the verb itself
 * runs inside the node, where the gate is. The client side loads next to nothing, which is what
 * makes a verb answer at once.
 */
@NullMarked
package stemma.gateway.verb;

import org.jspecify.annotations.NullMarked;
