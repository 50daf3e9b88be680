/**
 * Taking back what acts did to files. It exists so that one verb takes back a run, an act or a goal, and so
 * that what is kept for it, and for how long, is decided in one place.
 */
@NullMarked
package stemma.sandbox.undo;

import org.jspecify.annotations.NullMarked;
