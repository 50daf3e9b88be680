package stemma.bench;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/** Runs {@link GateObserve} by JMH in a JVM of its own. */
final class GateObserveFigures implements Measurement {
    private static final double MICROS = 1_000;
    private static final double BAR_MICROS = 5;

    @Override
    public String name() {
        return "gate-observe";
    }

    @Override
    public String what() {
        return "an observe act through the gate: shipped rules, purses, ledger file, 512 bytes of input (JMH)";
    }

    @Override
    public List<Figure> run(Lab lab) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(GateObserve.class.getName() + ".")
                .forks(1)
                .warmupIterations(lab.rounds(5, 3))
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(lab.rounds(8, 3))
                .measurementTime(TimeValue.seconds(1))
                .jvmArgsAppend("-D" + GateObserve.FOLDER + "=" + lab.folder(), "-Djava.io.tmpdir=" + lab.folder())
                .shouldFailOnError(true)
                .output(lab.folder().resolve("jmh.log").toString())
                .build();
        System.setProperty("jmh.ignoreLock", "true");
        Collection<RunResult> results = new Runner(options).run();
        Statistics onDisk = statistics(results, "onDisk");
        Statistics free = statistics(results, "withoutLog");
        Statistics log = statistics(results, "logAlone");
        String peer = "append to the ledger alone";
        return List.of(
                figure("observe act, mean", onDisk.getMean())
                        .beside(peer, log.getMean() / MICROS)
                        .bar(Bar.below(BAR_MICROS)),
                figure("observe act, p50", onDisk.getPercentile(50))
                        .beside(peer, log.getPercentile(50) / MICROS)
                        .bar(Bar.below(BAR_MICROS)),
                figure("observe act, p99", onDisk.getPercentile(99)).beside(peer, log.getPercentile(99) / MICROS),
                figure("the same without a log, mean", free.getMean()),
                figure("the same without a log, p50", free.getPercentile(50)));
    }

    private static Figure figure(String what, double nanos) {
        return Figure.of(what, nanos / MICROS, "µs");
    }

    private static Statistics statistics(Collection<RunResult> results, String method) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
                .findFirst()
                .orElseThrow(() -> new NotMeasured("JMH brought no result for " + method))
                .getPrimaryResult()
                .getStatistics();
    }
}
