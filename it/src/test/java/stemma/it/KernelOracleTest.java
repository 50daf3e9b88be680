package stemma.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import stemma.kernel.Channel;
import stemma.kernel.ComplexMatrix;
import stemma.kernel.DensityMatrix;
import stemma.kernel.Generator;

/**
 * QuTiP, which others wrote for physicists, says the same as the kernel about random states, channels and
 * generators. It completes the operators with scipy's roots and evolves with its own superoperators.
 */
final class KernelOracleTest {
    private static final int CASES = 1_000;
    private static final double CLOSE = 1e-9;
    private static final long ORACLE_SECONDS_MAX = 120;
    private static final int UNAVAILABLE = 69;
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    Path folder;

    private final Random random = new Random(2026);

    @Test
    void qutipAgrees(TestReporter reporter) throws IOException, InterruptedException {
        Needs.that(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is missing, so that QuTiP is not asked");
        List<String> questions = new ArrayList<>();
        List<double[]> answers = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            draw(questions, answers);
        }
        Path asked = Files.write(folder.resolve("cases"), questions);
        Path told = folder.resolve("answers");
        Path script = folder.resolve("oracle.py");
        try (InputStream in = getClass().getResourceAsStream("qutip_oracle.py")) {
            Files.copy(in, script);
        }
        int code = python(List.of(script.toString(), asked.toString(), told.toString()));
        Needs.that(code != UNAVAILABLE, "python3-qutip is not installed, so that the kernel is not compared with it");
        assertThat(code).as(() -> said()).isZero();
        List<String> lines = Files.readAllLines(told);
        assertThat(lines).hasSize(CASES);
        double worst = 0;
        for (int i = 0; i < CASES; i++) {
            double[] theirs = Arrays.stream(lines.get(i).split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            double[] ours = answers.get(i);
            assertThat(theirs).as("case %d: %s", i, questions.get(i)).containsExactly(ours, within(CLOSE));
            for (int k = 0; k < ours.length; k++) {
                worst = Math.max(worst, Math.abs(ours[k] - theirs[k]));
            }
        }
        reporter.publishEntry("kernel-cases", CASES + "/" + CASES + " cases, largest difference " + worst);
    }

    private void draw(List<String> questions, List<double[]> answers) {
        int size = 2 + random.nextInt(random.nextInt(25) == 0 ? 7 : 3);
        DensityMatrix rho = state(size);
        DensityMatrix sigma = state(size);
        List<ComplexMatrix> operators = gaussians(size, 1 + random.nextInt(3), 1);
        ComplexMatrix drawn = gaussian(size, 1);
        ComplexMatrix hamiltonian = drawn.plus(drawn.adjoint());
        List<ComplexMatrix> jumps = gaussians(size, random.nextInt(3), 0.5);
        double time = random.nextDouble();

        List<Double> question =
                new ArrayList<>(List.of((double) size, (double) operators.size(), (double) jumps.size(), time));
        List.of(rho.matrix(), sigma.matrix()).forEach(matrix -> write(matrix, question));
        operators.forEach(matrix -> write(matrix, question));
        write(hamiltonian, question);
        jumps.forEach(matrix -> write(matrix, question));
        questions.add(question.stream().map(Object::toString).collect(Collectors.joining(" ")));

        List<Double> answer = new ArrayList<>();
        write(Channel.normalised(operators).apply(rho).matrix(), answer);
        answer.addAll(
                List.of(rho.entropy(), rho.purity(), rho.fidelity(sigma), rho.traceDistance(sigma), rho.coherence()));
        if (size % 2 == 0) {
            write(rho.left(2).matrix(), answer);
        }
        write(new Generator(hamiltonian, jumps).channel(time).apply(rho).matrix(), answer);
        answers.add(answer.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void write(ComplexMatrix matrix, List<Double> numbers) {
        for (int i = 0; i < matrix.size(); i++) {
            for (int j = 0; j < matrix.size(); j++) {
                numbers.add(matrix.re(i, j));
                numbers.add(matrix.im(i, j));
            }
        }
    }

    private List<ComplexMatrix> gaussians(int size, int count, double scale) {
        List<ComplexMatrix> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(gaussian(size, scale));
        }
        return drawn;
    }

    private ComplexMatrix gaussian(int size, double scale) {
        double[] re = new double[size * size];
        double[] im = new double[size * size];
        for (int i = 0; i < re.length; i++) {
            re[i] = scale * random.nextGaussian();
            im[i] = scale * random.nextGaussian();
        }
        return ComplexMatrix.of(size, re, im);
    }

    /** Full rank, because a root of rounding is larger than what is asked of a fidelity here. */
    private DensityMatrix state(int size) {
        ComplexMatrix drawn = gaussian(size, 1);
        ComplexMatrix square =
                drawn.times(drawn.adjoint()).plus(ComplexMatrix.identity(size).times(0.2, 0));
        double trace = 0;
        for (int i = 0; i < size; i++) {
            trace += square.re(i, i);
        }
        return DensityMatrix.of(square.times(1 / trace, 0));
    }

    /** Runs the system's Python with one thread and a home that is gone afterwards. Its exit code. */
    private int python(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        // Without this file QuTiP times its loops for up to a minute when it is imported.
        Path settings = Files.createDirectories(folder.resolve(".qutip")).resolve("qutiprc");
        Files.writeString(settings, "[qutip]\nopenmp_thresh = 100000\n");
        builder.environment()
                .putAll(Map.of("HOME", folder.toString(), "OPENBLAS_NUM_THREADS", "1", "OMP_NUM_THREADS", "1"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        try {
            assertThat(process.waitFor(ORACLE_SECONDS_MAX, TimeUnit.SECONDS))
                    .as("the oracle ends within %d s", ORACLE_SECONDS_MAX)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("said"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
