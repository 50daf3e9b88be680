package stemma.sandbox;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * One thing a command did to its folder.
 *
 * @param path relative to the folder; its bytes are as the kernel has them, UTF-8 or not
 * @param from where a renamed entry was
 * @param before what the folder has, absent for what is new
 * @param after what the command left, absent for what it deleted
 */
public record Change(
        Action action,
        Path path,
        Optional<Path> from,
        Optional<FileFacts> before,
        Optional<FileFacts> after,
        Set<Flag> flags) {
    public Change {
        flags = Set.copyOf(flags);
    }

    /** What was done. */
    public enum Action {
        CREATED,
        CHANGED,
        DELETED,
        RENAMED
    }

    /** What to look at twice. */
    public enum Flag {
        /** Something else will run this later: hooks, CI, shell start files, editor tasks. */
        RUNS_LATER,
        /** It carries set-uid or set-gid, which applying takes away. */
        SET_ID,
        /** A pipe, socket or device, which is never applied. */
        SPECIAL,
        /** A link that points out of the folder. */
        LINK_LEAVES,
        /** Git ignores it. */
        IGNORED,
        /** The folder's entry changed on the host since the start; applying refuses it. */
        DRIFTED
    }

    /** What kind of entry this is about. */
    public FileKind kind() {
        return after.or(() -> before).map(FileFacts::kind).orElseThrow();
    }

    Change with(Flag flag) {
        Set<Flag> more = new java.util.HashSet<>(flags);
        more.add(flag);
        return new Change(action, path, from, before, after, more);
    }
}
