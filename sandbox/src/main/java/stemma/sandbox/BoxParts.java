package stemma.sandbox;

import java.util.List;
import java.util.function.Supplier;

/** Everything a running box is made of. */
record BoxParts(
        BoxThread thread,
        Leader init,
        Console console,
        ViewKind viewKind,
        List<String> notes,
        Supplier<List<String>> notesAtEnd,
        BoxChanges changes,
        Runnable killer,
        Runnable onRelease) {
    void kill() {
        killer.run();
    }

    void release() {
        onRelease.run();
    }
}
