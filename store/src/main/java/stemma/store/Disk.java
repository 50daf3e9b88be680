package stemma.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The few things the node asks of a disk, so that tests can put one underneath that loses power.
 * Files are made for the owner alone (0600), folders too (0700). Every method throws
 * {@link StoreFailed} when the disk refuses.
 */
public interface Disk {
    /** Opens a file for appending and makes it when absent; its name is durable on return. */
    AppendFile append(Path file);

    /** Opens a file for reading. Each reader has its own handle; close it. */
    ReadFile read(Path file);

    /** The whole file, or empty when there is none. Refuses a file above the bound. */
    Optional<byte[]> content(Path file, int bytesMax);

    /** Puts a whole file in place in one durable step: after a crash it is the old or the new. */
    void replace(Path file, byte[] content);

    /** Removes a file if it is there. */
    void remove(Path file);

    /** The plain files of a folder, by name; empty when there is no such folder. */
    List<Path> list(Path folder);

    /** Makes a folder and its parents when absent. */
    void makeFolder(Path folder);
}
