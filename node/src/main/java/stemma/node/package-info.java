/**
 * The root of the house: it wires every other module into one running node and offers the command
 * line. It is the only module that sees all the others, so that the whole composition can be read
 * in one place.
 */
@NullMarked
package stemma.node;

import org.jspecify.annotations.NullMarked;
