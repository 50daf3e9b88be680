/** Tests of the attempts to leave a box: that each would succeed without one, and fails in it. */
@NullMarked
package stemma.sandbox.escape;

import org.jspecify.annotations.NullMarked;
