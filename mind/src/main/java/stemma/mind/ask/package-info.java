/**
 * The planner that asks a language model. The model says what to look at next and what it concludes;
 * every look is an act through the gate, on behalf of a goal that has by then read untrusted text and
 * is tainted by it; and a conclusion counts only as far as it cites the receipts of those acts.
 */
@NullMarked
package stemma.mind.ask;

import org.jspecify.annotations.NullMarked;
