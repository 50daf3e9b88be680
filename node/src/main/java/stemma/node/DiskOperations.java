package stemma.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import stemma.core.Auth;
import stemma.core.Operation;
import stemma.core.Operation.Nothing;
import stemma.sandbox.run.OutputFolder;
import stemma.sandbox.run.RunSweep;
import stemma.store.Home;
import stemma.store.Usage;

/** What each part of the home holds, what bounds it, and what happens at the bound. */
final class DiskOperations {
    /** Share of a bound from which it is told as near, in percent. */
    static final int NEAR_PERCENT = 80;
    /** Free space below which it is told, in bytes. */
    static final long FREE_BYTES_NEAR = 1L << 30;

    private static final long MIB = 1 << 20;

    private final Home home;
    private final long undoBytesMax;
    private final LongSupplier freeBytes;

    /**
     * Looks at this home.
     *
     * @param freeBytes how much the disk under it still takes
     */
    DiskOperations(Home home, long undoBytesMax, LongSupplier freeBytes) {
        this.home = home;
        this.undoBytesMax = undoBytesMax;
        this.freeBytes = freeBytes;
    }

    static DiskOperations of(Home home, NodeConfig config) {
        return new DiskOperations(
                home, config.undo().bytesMax(), () -> home.root().toFile().getUsableSpace());
    }

    /**
     * One part of the home.
     *
     * @param bytesMax 0 where the disk is the only bound
     * @param state {@code ok}, {@code near}, or {@code over} until the next sweep
     * @param bound what bounds it and what happens then, in a clause
     */
    record Part(String name, long files, long bytes, long bytesMax, String state, String bound) {}

    /**
     * All parts.
     *
     * @param warnings one sentence each; empty when there is room
     */
    record Held(String home, List<Part> parts, long bytes, long freeBytes, List<String> warnings) {}

    static List<Operation<?, ?>> all(Supplier<DiskOperations> live) {
        return List.of(new Operation<>(
                "disk",
                "Show what each part of the home holds and what bounds it",
                Nothing.class,
                Held.class,
                Auth.OPERATOR,
                false,
                (input, call) -> live.get().held(),
                DiskOperations::text));
    }

    Held held() {
        Path root = home.root();
        List<Part> parts = new ArrayList<>();
        parts.add(part("ledger/", Usage.of(home.ledger()), 0, "nothing is ever taken from it"));
        parts.add(part("objects/", Usage.of(home.objects()), 0, "stays until it is erased: stemma log erase ID"));
        Usage state = Usage.of(home.stateDb())
                .and(Usage.of(root.resolve("state.db-wal")))
                .and(Usage.of(root.resolve("state.db-shm")));
        parts.add(part("state.db", state, 0, "grows with the ledger and is computed from it"));
        parts.add(part("undo/", Usage.of(home.undo()), undoBytesMax, "[undo] bytes_max; then the oldest content goes"));
        RunSweep.Bounds runs = RunSweep.Bounds.standard();
        parts.add(part(
                "boxes/",
                Usage.of(home.boxes()),
                runs.bytesMax(),
                "also " + runs.runsMax() + " runs and " + days(runs.millisMax())
                        + " days; then the oldest runs are discarded"));
        parts.add(part(
                "outputs/",
                Usage.of(home.outputs()),
                OutputFolder.Bounds.standard().allBytesMax(),
                "also " + days(runs.millisMax()) + " days; then the oldest go"));
        parts.add(part("logs/", Usage.of(home.logs()), Logs.BYTES_MAX, "then the oldest file is written over"));
        parts.add(part("tmp/", Usage.of(home.temp()), 0, "swept at each start"));
        long all = Usage.of(root).bytes();
        long free = freeBytes.getAsLong();
        return new Held(root.toString(), parts, all, free, warnings(parts, free));
    }

    private static Part part(String name, Usage usage, long bytesMax, String bound) {
        boolean near = bytesMax > 0 && usage.bytes() >= bytesMax / 100 * NEAR_PERCENT;
        String state = bytesMax > 0 && usage.bytes() > bytesMax ? "over" : near ? "near" : "ok";
        String counted = usage.whole() ? bound : bound + "; more files than are counted";
        return new Part(name, usage.files(), usage.bytes(), bytesMax, state, counted);
    }

    private static List<String> warnings(List<Part> parts, long free) {
        List<String> warnings = new ArrayList<>();
        for (Part part : parts) {
            if (!part.state().equals("ok")) {
                warnings.add(part.name() + " holds " + size(part.bytes()) + " of at most " + size(part.bytesMax())
                        + ": "
                        + part.bound()
                        + (part.name().equals("boxes/") ? "; apply or discard what you want to decide yourself" : ""));
            }
        }
        if (free < FREE_BYTES_NEAR) {
            warnings.add("the disk has " + size(free) + " left; when it is full nothing more is done, because nothing"
                    + " could be recorded: free some space, or erase what is not needed");
        }
        return warnings;
    }

    private static long days(long millis) {
        return millis / (24 * 60 * 60 * 1_000L);
    }

    static String size(long bytes) {
        return bytes < MIB ? (bytes + 1_023) / 1_024 + " KiB" : bytes / MIB + " MiB";
    }

    private static String text(Held held) {
        StringBuilder text = new StringBuilder();
        for (Part part : held.parts()) {
            String most = part.bytesMax() == 0 ? "" : "of " + size(part.bytesMax());
            text.append(String.format(
                    "%-9s %10s %-12s %6d files  %s%n",
                    part.name(), size(part.bytes()), most, part.files(), part.bound()));
        }
        text.append(String.format(
                "%-9s %10s, and %s free on its disk", "in all", size(held.bytes()), size(held.freeBytes())));
        held.warnings().forEach(warning -> text.append("\nwarning: ").append(warning));
        return text.toString();
    }
}
