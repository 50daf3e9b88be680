package stemma.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import stemma.core.Json;

/**
 * What a figure has to be read with.
 *
 * @param load runnable threads averaged over a minute, when the run began
 */
record MachineFacts(int cores, String processor, double load, String kernel, String jdk, String disk) {

    static MachineFacts read(Path folder) throws IOException {
        return new MachineFacts(
                Runtime.getRuntime().availableProcessors(),
                model(),
                loadNow(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Files.getFileStore(folder).type());
    }

    /** The load of the last minute. */
    static double loadNow() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String model() throws IOException {
        Path facts = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(facts)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(facts)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    /** Whether others kept the machine so busy that a bar for a quiet one says little. */
    boolean busy() {
        return load > cores / 2.0;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%d cores (%s), load %.2f at the start%s, %s, %s, files on %s",
                cores,
                processor,
                load,
                busy() ? " (busy: the bars are for a quiet machine)" : "",
                kernel,
                jdk,
                disk);
    }

    Json json() {
        return Json.object()
                .put("cores", cores)
                .put("processor", processor)
                .put("load", load)
                .put("kernel", kernel)
                .put("jdk", jdk)
                .put("disk", disk)
                .build();
    }
}
