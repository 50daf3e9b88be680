package stemma.sandbox.run;

import java.util.List;

/**
 * A run as every face shows it.
 *
 * @param state {@code running}, {@code pending}, {@code unchanged}, {@code applied}, {@code undone} or
 *     {@code discarded}
 * @param exitCode -1 while it runs
 * @param view how the box showed the folder
 * @param changeCount how many entries of the folder it changed, less those git ignores; -1 while it runs
 * @param changes what it did, as long as that is kept; empty in a list of runs
 * @param strength how strongly the box held it; empty while it runs
 * @param output how much it printed
 * @param outputTail the end of what it printed
 */
public record RunView(
        String id,
        String command,
        String folder,
        String state,
        int exitCode,
        long startedMillis,
        long endedMillis,
        String view,
        String granted,
        List<HostView> hosts,
        int changeCount,
        List<ChangeView> changes,
        List<String> notes,
        String strength,
        OutputView output,
        String outputTail) {

    /**
     * How much it printed, and where that is.
     *
     * @param bytes in all; -1 while it runs
     * @param keptBytes how many of them, from the first on, went to a file; 0 when the tail holds all
     * @param droppedBytes how many are in no file; the last of them are the tail
     * @param file where they are; empty when there is none, or none any more
     * @param sha256 of the file, in hexadecimal, as the receipt names it
     * @param trouble why nothing was kept; empty when there was none
     */
    public record OutputView(
            long bytes, long keptBytes, long droppedBytes, String file, String sha256, String trouble) {
        static final OutputView RUNNING = new OutputView(-1, 0, 0, "", "", "");
    }

    /** A host the command asked for, and whether it got it. */
    public record HostView(String host, boolean allowed) {}

    /**
     * One change.
     *
     * @param kind {@code created}, {@code changed}, {@code deleted} or {@code renamed}
     * @param from where a renamed entry was; empty otherwise
     * @param flags what to look at twice, such as {@code runs later}
     * @param size bytes afterwards; -1 when it is gone
     */
    public record ChangeView(String kind, String path, String from, List<String> flags, long size) {}
}
