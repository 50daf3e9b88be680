package stemma.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a node that nobody asks anything takes: resident memory and processor time as the kernel
 * counts them, beside a JVM of the same flags that only sleeps.
 */
final class IdleNode implements Measurement {
    private static final double BAR_MIB = 200;
    private static final double BAR_PERCENT = 1;
    private static final long SETTLE_MILLIS = 5_000;
    private static final long WATCH_MILLIS = 20_000;
    private static final long WATCH_MILLIS_QUICK = 8_000;
    private static final double TICKS_A_SECOND = 100; // USER_HZ, which Linux fixes for every architecture's /proc

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String what() {
        return "resident memory and processor time of a node that has nothing to do";
    }

    /** What one process took. */
    private record Taken(double mib, double peakMib, double percent) {}

    @Override
    public List<Figure> run(Lab lab) throws IOException, InterruptedException {
        if (!Files.isReadable(Path.of("/proc/self/stat"))) {
            throw new NotMeasured("this machine has no /proc to read it from");
        }
        long millis = lab.quick() ? WATCH_MILLIS_QUICK : WATCH_MILLIS;
        NodeHome home = NodeHome.make(lab);
        home.start(true).close();
        Taken node;
        try (LiveNode live = home.start(true)) {
            node = watch(live.pid(), millis);
        }
        Taken bare = bare(lab);
        String peer = "a JVM that sleeps";
        return List.of(
                Figure.of("resident memory", node.mib(), "MiB")
                        .beside(peer, bare.mib())
                        .bar(Bar.below(BAR_MIB)),
                Figure.of("the most since its start", node.peakMib(), "MiB").beside(peer, bare.peakMib()),
                Figure.of(
                                String.format(Locale.ROOT, "processor time over %d s", millis / 1_000),
                                node.percent(),
                                "% of one core")
                        .beside(peer, bare.percent())
                        .bar(Bar.below(BAR_PERCENT)));
    }

    private static Taken bare(Lab lab) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName());
        Process process =
                Shot.start(command, lab.folder(), Map.of(), lab.folder().resolve("sleeper.log"));
        try {
            return watch(process.pid(), WATCH_MILLIS_QUICK / 2);
        } finally {
            process.destroy();
            Shot.end(process, SETTLE_MILLIS);
        }
    }

    private static Taken watch(long pid, long millis) throws IOException, InterruptedException {
        Thread.sleep(SETTLE_MILLIS);
        long before = ticks(pid);
        long start = System.nanoTime();
        Thread.sleep(millis);
        double seconds = (System.nanoTime() - start) / 1e9;
        double percent = (ticks(pid) - before) / TICKS_A_SECOND / seconds * 100;
        return new Taken(mib(pid, "VmRSS:"), mib(pid, "VmHWM:"), percent);
    }

    /** Processor time in user and kernel so far; fields 14 and 15, counted after the name in brackets. */
    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static double mib(long pid, String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024.0)
                .findFirst()
                .orElseThrow(() -> new NotMeasured("the kernel does not say " + key));
    }
}
