package stemma.sandbox.undo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import stemma.core.Act;
import stemma.sandbox.BoxChanges;
import stemma.sandbox.BoxSpec;
import stemma.sandbox.Diff;

/** Whether an act can be taken back, in words, for a person who is asked about it. */
public final class Outlook {
    private static final String CANNOT = "cannot be undone: ";

    private final KeptContent kept;

    public Outlook(KeptContent kept) {
        this.kept = kept;
    }

    /**
     * One clause about an act that has not happened yet.
     *
     * @param reaches whether it may reach a host
     */
    public String of(Act act, boolean reaches) {
        return switch (act.op()) {
            case "fs.write", "fs.edit" ->
                kept.expected(act, bytes(act.target()))
                        .map(why -> CANNOT + why)
                        .orElse("can be undone, later edits kept");
            case Diff.APPLY_OP -> "can be undone, but for what is changed since";
            case BoxChanges.UNDO_OP -> "can be done again";
            case BoxSpec.RUN_OP, BoxSpec.EXEC_OP, BoxSpec.CONNECT_OP, BoxSpec.GIT_OP ->
                reaches ? CANNOT + "what it sends to a host is gone" : "changes nothing outside its box";
            case "goal.start" -> "what the goal writes can be undone";
            default -> why(act.op());
        };
    }

    /** Why an act of this op leaves nothing that could be taken back. */
    static String why(String op) {
        return switch (op.substring(0, Math.max(0, op.indexOf('.')))) {
            case "model", "net", "pay" -> CANNOT + "what was sent is gone";
            case "proc" -> CANNOT + "it ran, and changed nothing that is kept here";
            case "fs" ->
                op.equals(BoxChanges.DISCARD_OP) || op.equals(BoxChanges.SWEEP_OP)
                        ? CANNOT + "what it forgets is gone"
                        : "changes nothing";
            default -> CANNOT + "nothing is kept that it could be taken back by";
        };
    }

    private static long bytes(String file) {
        try {
            return Files.readAttributes(Path.of(file), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .size();
        } catch (IOException | IllegalArgumentException absent) {
            return 0;
        }
    }
}
