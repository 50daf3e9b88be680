package stemma.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stemma.core.Digest;

final class KernelTest {
    private static final int HEAD_BYTES = 44;

    private static Stimulus busy(Draws draws) {
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < Kernel.WORKSPACE_NUMBERS_MAX; i++) {
            numbers.add(draws.share() - 0.5);
        }
        return Stimulus.none()
                .withWorkspace(numbers)
                .withFreeEnergyRise(draws.share() - 0.5)
                .withPsiRise(draws.share() - 0.5)
                .withSurprise(draws.share());
    }

    private static Kernel run(long seed, int steps) {
        Kernel kernel = Kernel.start(seed);
        Draws draws = new Draws(1);
        for (int i = 0; i < steps; i++) {
            Stimulus stimulus = busy(draws);
            Kernel.Report report = i % 10 == 9 ? kernel.stepAndMeasure(stimulus) : kernel.step(stimulus);
            assertThat(report.valid()).isTrue();
            assertThat(report.entropy()).isBetween(0.0, Math.log(8));
            assertThat(report.traceError()).isLessThan(1e-12);
            assertThat(report.measured().isPresent()).isEqualTo(i % 10 == 9);
        }
        return kernel;
    }

    @Test
    void theSameSeedAndStimuliGiveTheSameBits() {
        assertThat(run(5, 100).digest()).isEqualTo(run(5, 100).digest());
        assertThat(run(6, 100).digest()).isNotEqualTo(run(5, 100).digest());
    }

    @Test
    void aLoadedKernelGoesOnAsTheOther() {
        Kernel kernel = run(5, 37);
        Kernel loaded = Kernel.load(kernel.dump());
        assertThat(loaded.digest()).isEqualTo(kernel.digest());
        for (int i = 0; i < 20; i++) {
            Stimulus stimulus = busy(new Draws(i));
            assertThat(loaded.stepAndMeasure(stimulus)).isEqualTo(kernel.stepAndMeasure(stimulus));
            assertThat(loaded.chance()).isEqualTo(kernel.chance());
        }
        assertThat(loaded.digest()).isEqualTo(kernel.digest());
        assertThat(loaded.steps()).isEqualTo(57);
    }

    @Test
    void aWorkspaceMovesTheWholeStateAndRestBringsItBack() {
        Kernel kernel = Kernel.start(1);
        assertThat(kernel.step(Stimulus.none()).entropy()).isEqualTo(0, within(1e-12));
        Draws draws = new Draws(8);
        double entropy = 0;
        for (int i = 0; i < 50; i++) {
            entropy = kernel.step(busy(draws)).entropy();
        }
        assertThat(entropy).isGreaterThan(0.3);
        for (int i = 0; i < 2_000; i++) {
            kernel.step(Stimulus.none());
        }
        Kernel.Report rested = kernel.step(Stimulus.none());
        assertThat(rested.entropy()).isLessThan(1e-3);
        assertThat(rested.point().radius()).isEqualTo(1, within(1e-3));
    }

    @Test
    void everyNumberOfTheWorkspaceMatters() {
        List<Digest> digests = new ArrayList<>();
        for (int i = 0; i < Kernel.WORKSPACE_NUMBERS_MAX; i++) {
            Kernel kernel = Kernel.load(run(5, 3).dump());
            List<Double> numbers = new ArrayList<>(Collections.nCopies(Kernel.WORKSPACE_NUMBERS_MAX, 0.0));
            numbers.set(i, 1.0);
            kernel.step(Stimulus.none().withWorkspace(numbers));
            digests.add(kernel.digest());
        }
        assertThat(digests).doesNotHaveDuplicates();
    }

    @Test
    void generatorsAreHermitianTracelessAndOrthogonal() {
        for (int i = 0; i < Kernel.WORKSPACE_NUMBERS_MAX; i++) {
            ComplexMatrix one = generator(i);
            assertThat(one.hermitianError()).isZero();
            assertThat(one.planes().trace()).isEqualTo(0, within(1e-15));
            for (int j = 0; j <= i; j++) {
                double product = one.times(generator(j)).planes().trace();
                assertThat(product).isEqualTo(i == j ? 0.5 : 0, within(1e-14));
            }
        }
    }

    private static ComplexMatrix generator(int index) {
        List<Double> numbers = new ArrayList<>(Collections.nCopies(index, 0.0));
        numbers.add(1.0);
        return Workspace.hamiltonian(8, numbers);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1000.001})
    void aBadNumberIsRefusedWithItsPlaceAndNothingMoves(double bad) {
        Kernel kernel = run(5, 3);
        Digest before = kernel.digest();
        Stimulus stimulus = Stimulus.none().withFreeEnergyRise(1).withWorkspace(List.of(1.0, 2.0, bad, 3.0));
        assertThatThrownBy(() -> kernel.stepAndMeasure(stimulus))
                .isInstanceOfSatisfying(
                        KernelRefused.class,
                        refused -> assertThat(refused.position()).isEqualTo(2))
                .hasMessageContaining("number 2 of the workspace");
        assertThat(kernel.digest()).isEqualTo(before);
    }

    @Test
    void sixtyNumbersAreTheMost() {
        Kernel kernel = Kernel.start(1);
        kernel.step(Stimulus.none().withWorkspace(Collections.nCopies(60, -Workspace.NUMBER_MAX)));
        Digest before = kernel.digest();
        assertThatThrownBy(() -> kernel.step(Stimulus.none().withWorkspace(Collections.nCopies(61, 0.1))))
                .isInstanceOfSatisfying(
                        KernelRefused.class,
                        refused -> assertThat(refused.position()).isEqualTo(60))
                .hasMessageContaining("not 61");
        assertThat(kernel.digest()).isEqualTo(before);
        assertThatThrownBy(() -> Workspace.hamiltonian(8, List.of())).isInstanceOf(KernelRefused.class);
        Kernel qubit = Kernel.start(1, 1);
        qubit.step(Stimulus.none().withWorkspace(List.of(1.0, 1.0, 1.0)));
        assertThatThrownBy(() -> qubit.step(Stimulus.none().withWorkspace(List.of(1.0, 1.0, 1.0, 1.0))))
                .isInstanceOf(KernelRefused.class);
    }

    @Test
    void aWorkspaceOfZerosMovesNothing() {
        Kernel zeros = Kernel.start(1);
        Kernel none = Kernel.start(1);
        zeros.step(Stimulus.none().withWorkspace(Collections.nCopies(60, 0.0)));
        none.step(Stimulus.none());
        assertThat(zeros.digest()).isEqualTo(none.digest());
    }

    @Test
    void measuringOneQubitIsDrawnFromTheSeed() {
        Kernel one = run(5, 4);
        Kernel two = run(5, 4);
        for (int i = 0; i < 10; i++) {
            Measurement.Outcome outcome = one.measure(Measurement.qubit(0, 3));
            assertThat(two.measure(Measurement.qubit(0, 3)).index()).isEqualTo(outcome.index());
            one.step(busy(new Draws(i)));
            two.step(busy(new Draws(i)));
        }
        assertThatThrownBy(() -> one.measure(Measurement.basis(4))).isInstanceOf(KernelRefused.class);
        assertThat(one.digest()).isEqualTo(two.digest());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6})
    void aKernelHasOneToSixQubits(int qubits) {
        Kernel kernel = Kernel.start(qubits, 3);
        kernel.step(Stimulus.none().withSurprise(1));
        assertThat(kernel.state().size()).isEqualTo(1 << qubits);
        assertThat(Kernel.load(kernel.dump()).digest()).isEqualTo(kernel.digest());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 7})
    void otherNumbersOfQubitsAreRefused(int qubits) {
        assertThatThrownBy(() -> Kernel.start(qubits, 3)).isInstanceOf(KernelRefused.class);
    }

    @Test
    void everyChangedByteOfADumpIsFound() {
        byte[] dump = run(5, 3).dump();
        for (int i = 0; i < dump.length; i++) {
            byte[] changed = dump.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> Kernel.load(changed)).isInstanceOf(KernelRefused.class);
        }
        for (int length : new int[] {0, 15, 43, dump.length - 1, dump.length + 1}) {
            assertThatThrownBy(() -> Kernel.load(Arrays.copyOf(dump, length))).isInstanceOf(KernelRefused.class);
        }
    }

    @Test
    void aDumpOfNoStateIsRefusedEvenWithARightDigest() {
        forged("adjoint", 1, 0.25);
        forged("adjoint", 2, 0.25);
        forged("trace", 0, 0.75);
        forged("not finite", 0, Double.NaN);
        forged("eigenvalue", 0, 1.25, 6, -0.25);
        forged("eigenvalue", 2, 0.75, 4, 0.75);
    }

    /** Overwrites numbers of the dump of a qubit at rest, and signs it again. */
    private static void forged(String words, double... placesAndValues) {
        ByteBuffer dump = ByteBuffer.wrap(Kernel.start(1, 3).dump());
        for (int i = 0; i < placesAndValues.length; i += 2) {
            dump.putDouble(HEAD_BYTES + Double.BYTES * (int) placesAndValues[i], placesAndValues[i + 1]);
        }
        int end = dump.limit() - Digest.SIZE_BYTES;
        dump.put(end, Digest.of(dump.array(), 0, end).bytes());
        assertThatThrownBy(() -> Kernel.load(dump.array()))
                .isInstanceOf(KernelRefused.class)
                .hasMessageContaining(words.equals("not finite") ? "finite" : words);
    }

    @Test
    void aDumpOfTooManyOrOddDimensionsIsRefused() {
        ByteBuffer dump = ByteBuffer.wrap(Kernel.start(1, 3).dump());
        dump.putInt(16, 65);
        assertThatThrownBy(() -> Kernel.load(dump.array()))
                .isInstanceOfSatisfying(
                        KernelRefused.class,
                        refused -> assertThat(refused.position()).isEqualTo(16))
                .hasMessageContaining("65");
        byte[] odd = new Dump(DensityMatrix.mixed(3), 0, 0, 0).bytes();
        assertThatThrownBy(() -> Kernel.load(odd)).hasMessageContaining("power of two");
    }
}
