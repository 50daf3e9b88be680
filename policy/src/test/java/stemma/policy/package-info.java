/** Tests of the judge: both ways, so that neither a lax nor a lazy one passes. */
@NullMarked
package stemma.policy;

import org.jspecify.annotations.NullMarked;
