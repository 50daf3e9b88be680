/** Tests of runs, through a real gate, a real ledger and real boxes. */
@NullMarked
package stemma.sandbox.run;

import org.jspecify.annotations.NullMarked;
