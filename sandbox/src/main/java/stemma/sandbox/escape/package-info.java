/**
 * Attempts to leave a box, made in a real one on this machine. A sandbox is a claim about a kernel, its settings and
 * its tools, and all of them differ from machine to machine; an operator should be able to see the claim tried where it
 * matters, and not only read that it was tried elsewhere.
 */
@NullMarked
package stemma.sandbox.escape;

import org.jspecify.annotations.NullMarked;
