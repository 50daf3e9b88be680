@NullMarked
package stemma.policy.shell;

import org.jspecify.annotations.NullMarked;
