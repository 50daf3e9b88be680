package stemma.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a box costs: {@code true} started bare and in a box, in turns, so that both meet the same machine. Run by hand:
 * {@code java --enable-native-access=ALL-UNNAMED -cp ... stemma.sandbox.OverheadByHand [ROUNDS]}.
 */
final class OverheadByHand {
    private static final int ROUNDS = 60;
    private static final int WARM_UP_ROUNDS = 15;
    private static final double NANOS_PER_MILLI = 1e6;

    private OverheadByHand() {}

    /** Prints medians and ninth deciles, in milliseconds, and the load of the machine. */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
        Path temp = Files.createTempDirectory("box-overhead");
        List<Long> bare = new ArrayList<>();
        List<Long> boxed = new ArrayList<>();
        List<Long> started = new ArrayList<>();
        try (Rig rig = new Rig(temp)) {
            for (int i = -WARM_UP_ROUNDS; i < rounds; i++) {
                long a = System.nanoTime();
                bare(rig.project);
                long b = System.nanoTime();
                RunningBox box = rig.start(BoxSpec.of(rig.project, "true"));
                long c = System.nanoTime();
                box.await();
                long d = System.nanoTime();
                box.close();
                if (i >= 0) {
                    bare.add(b - a);
                    started.add(c - b);
                    boxed.add(d - b);
                }
            }
        } finally {
            Trees.remove(temp);
        }
        System.out.printf(
                "load %s%n", Files.readString(Path.of("/proc/loadavg")).strip());
        System.out.printf("bare      p50 %6.2f  p90 %6.2f ms%n", at(bare, 0.5), at(bare, 0.9));
        System.out.printf("box start p50 %6.2f  p90 %6.2f ms%n", at(started, 0.5), at(started, 0.9));
        System.out.printf("box whole p50 %6.2f  p90 %6.2f ms%n", at(boxed, 0.5), at(boxed, 0.9));
        System.out.printf("overhead  p50 %6.2f ms%n", at(boxed, 0.5) - at(bare, 0.5));
    }

    private static void bare(Path folder) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("/bin/true").directory(folder.toFile()).start();
        process.waitFor();
        process.getOutputStream().close();
        process.getInputStream().close();
        process.getErrorStream().close();
    }

    private static double at(List<Long> nanos, double part) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get((int) (part * (sorted.size() - 1))) / NANOS_PER_MILLI;
    }
}
