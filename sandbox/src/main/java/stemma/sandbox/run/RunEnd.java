package stemma.sandbox.run;

import java.util.List;
import stemma.sandbox.BoxExit;
import stemma.sandbox.Diff;

/**
 * How a run ended.
 *
 * @param id the run's id, the act's
 * @param exit the command's end
 * @param diff what it did to its view of the folder
 * @param notes what the user should know about its box
 */
public record RunEnd(String id, BoxExit exit, Diff diff, List<String> notes) {
    public RunEnd {
        notes = List.copyOf(notes);
    }
}
