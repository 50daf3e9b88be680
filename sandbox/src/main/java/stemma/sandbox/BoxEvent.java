package stemma.sandbox;

import java.nio.file.Path;

/**
 * Something seen while a box runs. Processes and files are sampled, so very short ones may be missed; hosts are
 * not.
 */
public sealed interface BoxEvent {
    /** A process was there. The id is the host's. */
    record ProcessSeen(long pid, String commandLine) implements BoxEvent {}

    /** A host was asked for. */
    record HostAsked(HostPort host, boolean allowed, String reason) implements BoxEvent {}

    /** An entry of the folder was made, changed or removed. */
    record FileTouched(Path path) implements BoxEvent {}

    /** More of a kind was seen than is reported. */
    record Dropped(String kind) implements BoxEvent {}
}
