/**
 * Tests against parts from outside that know nothing of this code. What they agree on is the
 * protocol, not a shared misunderstanding of it.
 */
@NullMarked
package stemma.it;

import org.jspecify.annotations.NullMarked;
