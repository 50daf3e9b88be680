/**
 * Runs: commands that a person starts in a box on a folder of theirs, and what becomes of the
 * changes. A run is one act; its changes wait beside the folder until they are applied, discarded,
 * or too old, and an applied run can be undone. Each of these is an act too, so that the ledger tells
 * the whole story of a folder.
 */
@NullMarked
package stemma.sandbox.run;

import org.jspecify.annotations.NullMarked;
