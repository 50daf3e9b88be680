/**
 * The edge of the node: whatever comes in from outside comes in here. Routes, events and the console
 * are projections of the operation catalogue, so that nothing can be asked over HTTP that the
 * command line does not also say, and every route declares who may call it.
 */
@NullMarked
package stemma.gateway;

import org.jspecify.annotations.NullMarked;
