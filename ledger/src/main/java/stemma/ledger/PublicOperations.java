package stemma.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import stemma.core.Auth;
import stemma.core.Call;
import stemma.core.Gate;
import stemma.core.Operation;
import stemma.core.Param;
import stemma.core.Refusal;

/** What an operator can do so that others need not take the node's word for its log. */
public final class PublicOperations {
    private final Gate gate;
    private final LedgerExport export;
    private final Cosignatures cosignatures;

    public PublicOperations(Gate gate, LedgerExport export, Cosignatures cosignatures) {
        this.gate = gate;
        this.export = export;
        this.cosignatures = cosignatures;
    }

    record Folder(
            @Param(value = "the absolute path of a new folder", position = 0)
            String folder) {}

    record CosignedNote(
            @Param(value = "a checkpoint of this log with cosignature lines, as text", position = 0)
            String note) {}

    record Witnessed(String standing, long size, int quorum, int witnesses, List<String> by) {}

    /** Every operation of the public log, declared before there is anything to ask. */
    public static List<Operation<?, ?>> all(Supplier<PublicOperations> live) {
        return List.of(
                new Operation<>(
                        "log.export",
                        "Write the public log into a folder: tiles, commitments, checkpoint, key and a checker",
                        Folder.class,
                        LedgerExport.Exported.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().export(input, call),
                        done -> done.files() + " files for " + done.size() + " entries are in " + done.folder()
                                + "\ncheck them anywhere with: python3 " + done.folder() + "/" + LedgerExport.CHECK),
                new Operation<>(
                        "log.cosign",
                        "Add witnesses' cosignatures to a checkpoint of this log",
                        CosignedNote.class,
                        Witnessed.class,
                        Auth.OPERATOR,
                        true,
                        (input, call) -> live.get().cosign(input),
                        Witnessed::standing));
    }

    private LedgerExport.Exported export(Folder input, Call call) {
        Path folder = path(input.folder());
        String refusal = export.refusal(folder);
        if (!refusal.isEmpty()) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, refusal);
        }
        return gate.perform(LedgerExport.EXPORT, LedgerExport.act(folder, call.caller()), folder)
                .orThrow();
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, "this is no path: " + e.getReason());
        }
    }

    /** A shell's substitution takes the last newline away. */
    private Witnessed cosign(CosignedNote input) {
        String note = input.note().endsWith("\n") ? input.note() : input.note() + "\n";
        try {
            Cosignatures.Standing standing = cosignatures.add(note.getBytes(StandardCharsets.UTF_8));
            return new Witnessed(standing.text(), standing.size(), standing.quorum(), standing.of(), standing.by());
        } catch (LedgerFailed e) {
            throw new Refusal(Refusal.Kind.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }
}
