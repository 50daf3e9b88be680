package stemma.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The digest of a state after many steps, on vectors of every width and one number at a time. */
final class KernelDeterminism implements Measurement {
    private static final int STEPS = 1_000_000;
    private static final int STEPS_QUICK = 100_000;
    private static final String VECTORS = "--add-modules=jdk.incubator.vector";

    @Override
    public String name() {
        return "kernel-determinism";
    }

    @Override
    public String what() {
        return "the same digest after many steps at d = 8, on the vector and the scalar paths";
    }

    @Override
    public List<Figure> run(Lab lab) throws IOException, InterruptedException {
        int steps = lab.rounds(STEPS, STEPS_QUICK);
        Map<String, List<String>> paths = new LinkedHashMap<>();
        paths.put("one number at a time", List.of());
        paths.put("the machine's own width", List.of(VECTORS));
        paths.put("vectors of 256 bits", List.of(VECTORS, "-XX:MaxVectorSize=32"));
        paths.put("vectors of 128 bits", List.of(VECTORS, "-XX:MaxVectorSize=16"));
        KernelRun run = new KernelRun(lab);
        String expected = "";
        int same = 0;
        for (Map.Entry<String, List<String>> path : paths.entrySet()) {
            String digest = run.digest(path.getValue(), steps);
            lab.say(path.getKey() + ": " + digest);
            expected = expected.isEmpty() ? digest : expected;
            same += digest.equals(expected) ? 1 : 0;
        }
        return List.of(Figure.of(steps + " steps, the same digest", same, "of " + paths.size() + " paths")
                .bar(Bar.atLeast(paths.size())));
    }
}
