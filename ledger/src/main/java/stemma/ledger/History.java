package stemma.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import stemma.store.AppendFile;

/** The earlier checkpoints: signed notes, one after another, oldest first. Each is synced
 * before the next, so that a crash can leave only the last one cut short or with a hole. */
final class History {
    /** Largest history that is read, in bytes: about two million checkpoints. */
    static final int HISTORY_BYTES_MAX = 512 * 1024 * 1024;

    private static final String DASH = "— ";

    private final List<byte[]> notes;
    private final int wholeBytes;
    private final int bytes;

    private History(List<byte[]> notes, int wholeBytes, int bytes) {
        this.bytes = bytes;
        this.notes = notes;
        this.wholeBytes = wholeBytes;
    }

    static History read(LedgerFolder folder) {
        byte[] all =
                folder.disk().content(folder.checkpoints(), HISTORY_BYTES_MAX).orElse(new byte[0]);
        List<byte[]> notes = split(all);
        int whole = notes.stream().mapToInt(note -> note.length).sum();
        if (whole == all.length && !notes.isEmpty() && holed(notes.getLast())) {
            whole -= notes.removeLast().length;
        }
        return new History(notes, whole, all.length);
    }

    /** The notes that lie one after another in these bytes, without what is cut short at the end. */
    static List<byte[]> split(byte[] all) {
        byte[] dash = DASH.getBytes(StandardCharsets.UTF_8);
        List<byte[]> notes = new ArrayList<>();
        int start = 0;
        int line = 0;
        for (int at = 0; at < all.length; at++) {
            if (all[at] != '\n') {
                continue;
            }
            boolean signature = startsWith(all, line, dash);
            line = at + 1;
            if (signature && !startsWith(all, line, dash)) {
                notes.add(Arrays.copyOfRange(all, start, line));
                start = line;
            }
        }
        return notes;
    }

    /** A sector that a crash lost reads as zeros, which no note has. */
    private static boolean holed(byte[] note) {
        for (byte b : note) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] all, int at, byte[] prefix) {
        return at + prefix.length <= all.length && Arrays.equals(all, at, at + prefix.length, prefix, 0, prefix.length);
    }

    List<byte[]> notes() {
        return notes;
    }

    /** Whether the file ends with a complete note. */
    boolean whole() {
        return wholeBytes == bytes;
    }

    /** Opens the file for more, without the note that a crash cut short. */
    AppendFile append(LedgerFolder folder) {
        AppendFile file = folder.disk().append(folder.checkpoints());
        if (file.size() > wholeBytes) {
            file.truncate(wholeBytes);
        }
        return file;
    }
}
