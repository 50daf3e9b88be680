package stemma.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs test classes through Maven and Surefire, as {@code ./stemma test} does, and adds up the figures
 * that they published. What an earlier run left is removed first, so that no old figure is read.
 */
final class TestRun {
    private static final long TESTS_MILLIS_MAX = 1_800_000;
    private static final int FILES_MAX = 10_000;
    private static final int FIGURE_BYTES_MAX = 200;
    private static final int LOG_LINES_MAX = 200_000;
    private static final String ENDING = ".figure";

    private final Lab lab;
    private final List<TestClass> tests;

    TestRun(Lab lab, List<TestClass> tests) {
        this.lab = lab;
        this.tests = List.copyOf(tests);
    }

    /** The figures by name; throws NotMeasured with the reasons when a test did not run or did not pass. */
    Map<String, Count> counts() throws IOException, InterruptedException {
        for (TestClass test : tests) {
            Lab.remove(test.published(lab.root()));
            Files.deleteIfExists(test.report(lab.root()));
        }
        Path log = lab.fresh("tests").resolve("maven.log");
        Process maven = Shot.start(
                command(),
                lab.root(),
                Map.of("JAVA_HOME", System.getProperty("java.home"), "STEMMA_BUILD", "off"),
                log);
        Shot.guard(maven);
        Shot.end(maven, TESTS_MILLIS_MAX);
        List<String> against = against(log);
        if (against.isEmpty() && maven.exitValue() != 0) {
            against = List.of("Maven ended with " + maven.exitValue() + ": " + errors(log));
        }
        if (!against.isEmpty()) {
            throw new NotMeasured(String.join("; ", against));
        }
        return published();
    }

    private List<String> command() {
        String maven = System.getProperty("stemma.maven", "");
        if (maven.isEmpty()) {
            throw new NotMeasured("nobody said where Maven is; start this with ./stemma bench");
        }
        return List.of(
                maven,
                "-B",
                "-ntp",
                "-fae",
                "-Dstyle.color=never",
                "-pl",
                tests.stream().map(TestClass::module).distinct().collect(Collectors.joining(",")),
                "-am",
                "test",
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dtest=" + tests.stream().map(TestClass::name).collect(Collectors.joining(",")));
    }

    private List<String> against(Path log) throws IOException {
        List<String> against = new ArrayList<>();
        for (TestClass test : tests) {
            Path file = test.report(lab.root());
            if (!Files.exists(file)) {
                against.add(test.simpleName() + " did not run: " + errors(log));
                continue;
            }
            SuiteReport report = SuiteReport.read(file);
            if (report.run() == 0) {
                against.add(test.simpleName() + " has no test");
            }
            report.against().forEach(reason -> against.add(test.simpleName() + ": " + reason));
        }
        return against;
    }

    /** Maven's own first words about what went wrong. */
    private static String errors(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.limit(LOG_LINES_MAX)
                    .filter(line -> line.startsWith("[ERROR]"))
                    .findFirst()
                    .orElse("its log names no error");
        }
    }

    private Map<String, Count> published() throws IOException {
        Map<String, Count> counts = new TreeMap<>();
        for (TestClass test : tests) {
            Path folder = test.published(lab.root());
            if (!Files.isDirectory(folder)) {
                throw new NotMeasured(test.simpleName() + " published nothing");
            }
            for (Path file : figures(folder)) {
                Count count = Count.parse(Files.readString(file));
                counts.merge(count.name(), count, Count::plus);
            }
        }
        return counts;
    }

    private static List<Path> figures(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ENDING))
                    .limit(FILES_MAX + 1L)
                    .toList();
            for (Path file : found) {
                if (found.size() > FILES_MAX || Files.size(file) > FIGURE_BYTES_MAX) {
                    throw new NotMeasured("at most " + FILES_MAX + " figures of " + FIGURE_BYTES_MAX
                            + " bytes are read, and there are more: " + file);
                }
            }
            return found;
        }
    }
}
