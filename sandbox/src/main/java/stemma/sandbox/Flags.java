package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** Marks a change with what a person should know before applying it. */
final class Flags {
    private Flags() {}

    static Change on(Change change, Origin origin, Restored restored, Path written) throws IOException {
        Set<Change.Flag> flags = EnumSet.noneOf(Change.Flag.class);
        if (RunsLater.matches(change.path())) {
            flags.add(Change.Flag.RUNS_LATER);
        }
        if (change.before().isPresent()
                && drifted(change.path(), change.before().get(), origin, restored)) {
            flags.add(Change.Flag.DRIFTED);
        }
        if (change.after().isPresent()) {
            FileFacts after = change.after().get();
            if (after.setId()) {
                flags.add(Change.Flag.SET_ID);
            }
            if (after.kind() == FileKind.SPECIAL) {
                flags.add(Change.Flag.SPECIAL);
            }
            if (after.kind() == FileKind.SYMLINK && leaves(change.path(), written)) {
                flags.add(Change.Flag.LINK_LEAVES);
            }
        }
        return new Change(change.action(), change.path(), change.from(), change.before(), change.after(), flags);
    }

    /** A folder's change time moves with every entry made in it, so only files and links are held to it. */
    static boolean drifted(Path at, FileFacts host, Origin origin, Restored restored) {
        return host.kind() != FileKind.FOLDER && host.changeNanos() > origin.startNanos() && !restored.is(at, host);
    }

    private static boolean leaves(Path at, Path written) throws IOException {
        Path target = Files.readSymbolicLink(written.resolve(at));
        Path parent = at.getParent();
        Path from = Path.of("/").resolve(parent == null ? Path.of("") : parent);
        int depth = from.getNameCount();
        for (Path part : target) {
            depth += "..".equals(part.toString()) ? -1 : 1;
            if (depth < 0) {
                return true;
            }
        }
        return target.isAbsolute();
    }
}
