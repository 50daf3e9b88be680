/**
 * The box: the one place where Stemma starts processes, writes the workspace and opens a way out to the network.
 *
 * <p>A command somebody else wrote runs here on a copy-on-write view of a folder, as an unprivileged uid in namespaces
 * of its own, behind a system call filter, with no network but the hosts granted by name. What it changed is read back
 * as a {@link stemma.sandbox.Diff} and reaches the real folder only when somebody applies it. The module exists so that
 * "nothing leaves the box" is one engine with one set of escape tests, and not a habit that each caller has to keep.
 */
@NullMarked
package stemma.sandbox;

import org.jspecify.annotations.NullMarked;
