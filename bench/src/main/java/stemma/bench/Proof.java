package stemma.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What no stop-watch shows and a test does: runs the tests, and prints what they counted while they
 * asserted it. Where a test failed, was skipped or published nothing, the row is not shown.
 *
 * @param tests that must pass
 * @param expected the figures that they must publish, and no other
 */
record Proof(String name, String what, List<TestClass> tests, List<Expected> expected) implements Measurement {
    Proof {
        tests = List.copyOf(tests);
        expected = List.copyOf(expected);
    }

    @Override
    public List<Figure> run(Lab lab) throws IOException, InterruptedException {
        return figures(new TestRun(lab, tests).counts());
    }

    /** The figures in the order of the proof; throws NotMeasured when one is missing or not asked for. */
    List<Figure> figures(Map<String, Count> counts) {
        List<String> names = expected.stream().map(Expected::count).toList();
        List<String> missing =
                names.stream().filter(name -> !counts.containsKey(name)).toList();
        List<String> strange =
                counts.keySet().stream().filter(name -> !names.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new NotMeasured("no test published " + String.join(", ", missing));
        }
        if (!strange.isEmpty()) {
            throw new NotMeasured("no row prints what a test published: " + String.join(", ", strange));
        }
        return expected.stream()
                .flatMap(each -> counts.values().stream()
                        .filter(count -> count.name().equals(each.count()))
                        .map(each::figure))
                .toList();
    }
}
