package stemma.tools;

import stemma.core.Approval;
import stemma.core.Provenance;
import stemma.core.Receipt;

/** What came of calling a tool. */
public sealed interface ToolResult {
    /** What to tell whoever called. */
    String text();

    /**
     * It was done.
     *
     * @param receipt of the act
     * @param text the output as text
     * @param provenance of the text: whoever uses it is tainted by it
     */
    record Done(Receipt receipt, String text, Provenance provenance) implements ToolResult {}

    /**
     * It was asked for wrongly and never became an act.
     *
     * @param text what is wrong and how to ask instead
     */
    record BadCall(String text) implements ToolResult {}

    /**
     * The act did not end as done.
     *
     * @param receipt says how it ended
     * @param text why, and what could be done
     * @param provenance of the text, which may quote a file
     */
    record Failed(Receipt receipt, String text, Provenance provenance) implements ToolResult {}

    /** A person has to be asked first; the same call goes through once approved. */
    record Waiting(Approval approval) implements ToolResult {
        @Override
        public String text() {
            return "waits for approval " + approval.id() + ": " + approval.reason();
        }
    }
}
