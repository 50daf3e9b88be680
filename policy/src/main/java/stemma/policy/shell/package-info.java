/**
 * Reads a command line as a shell would, without running or expanding anything: which commands would
 * run, with which words, and which files would be opened. A judge can only be trusted with commands
 * that it reads better than whoever hides something in them, so this is a parser and no search for
 * words, and what it cannot read it names instead of guessing.
 */
@NullMarked
package stemma.policy.shell;

import org.jspecify.annotations.NullMarked;
