package stemma.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the kernel's probe and its peers, each in a process of its own, and reads their lines. */
final class KernelRun {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String PEERS = "kernel_peers.py";
    private static final String VECTORS = "--add-modules=jdk.incubator.vector";

    private final Lab lab;
    private final Path folder;

    KernelRun(Lab lab) {
        this.lab = lab;
        folder = lab.fresh("kernel");
    }

    /** What was printed, by name and dimensions; the best of what is read twice. */
    record Rates(Map<String, Double> values) {
        boolean has(String name, int size) {
            return values.containsKey(name + " " + size);
        }

        double at(String name, int size) {
            Double value = values.get(name + " " + size);
            if (value == null) {
                throw new NotMeasured("nobody printed " + name + " for " + size + " dimensions");
            }
            return value;
        }
    }

    /**
     * The kernel and its peers in turns. Without QuTiP its lines are missing, without numpy this is not
     * measured.
     *
     * @param what step or entropy
     */
    Rates rates(String what) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(PYTHON))) {
            throw new NotMeasured("the peers need " + PYTHON + " with numpy; install python3-numpy and python3-qutip");
        }
        String seconds = lab.quick() ? "0.1" : "0.3";
        Map<String, Double> best = new HashMap<>();
        for (int round = 0; round < lab.rounds(2, 1); round++) {
            read(java(List.of(VECTORS), what, seconds), best);
            read(List.of(PYTHON, script().toString(), seconds, what), best);
        }
        return new Rates(best);
    }

    private Path script() throws IOException {
        Path script = folder.resolve(PEERS);
        try (InputStream in = KernelRun.class.getResourceAsStream(PEERS)) {
            if (in == null) {
                throw new NotMeasured("the class path lacks " + PEERS);
            }
            Files.write(script, in.readAllBytes());
            // Without this file QuTiP times its own loops, for seconds, whenever it is imported.
            Path settings = Files.createDirectories(folder.resolve(".qutip")).resolve("qutiprc");
            Files.writeString(settings, "[qutip]\nopenmp_thresh = 100000\n");
        }
        return script;
    }

    private void read(List<String> command, Map<String, Double> best) throws IOException, InterruptedException {
        for (String line : lines(command)) {
            String[] words = line.split(" ", -1);
            if (words.length == 3) {
                best.merge(words[0] + " " + words[1], Double.parseDouble(words[2]), Math::max);
            }
        }
    }

    /** The digest that a probe prints after some steps; the flags are those of its JVM. */
    String digest(List<String> flags, int steps) throws IOException, InterruptedException {
        List<String> lines = lines(java(flags, "digest", Integer.toString(steps)));
        return lines.getLast().substring(lines.getLast().lastIndexOf(' ') + 1);
    }

    private List<String> lines(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Map<String, String> alone =
                Map.of("OPENBLAS_NUM_THREADS", "1", "OMP_NUM_THREADS", "1", "HOME", folder.toString());
        Shot.millis(command, Path.of("").toAbsolutePath(), alone, output);
        return Files.readAllLines(output).stream()
                .filter(line -> line.matches("[a-z-]+ [0-9]+ [^ ]+"))
                .toList();
    }

    private static List<String> java(List<String> flags, String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path")));
        command.add(KernelProbe.class.getName());
        command.addAll(List.of(words));
        return command;
    }
}
