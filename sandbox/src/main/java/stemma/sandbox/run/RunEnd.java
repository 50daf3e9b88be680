package stemma.sandbox.run;

import stemma.sandbox.BoxExit;
import stemma.sandbox.Diff;

/**
 * How a run ended.
 *
 * @param id the run's id, the act's
 * @param exit the command's end
 * @param diff what it did to its view of the folder
 */
public record RunEnd(String id, BoxExit exit, Diff diff) {}
