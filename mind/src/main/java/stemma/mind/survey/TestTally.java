package stemma.mind.survey;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many tests a runner says it ran.
 *
 * @param passed without a fault
 * @param failed with a failure or an error
 * @param skipped not run, on purpose
 */
record TestTally(int passed, int failed, int skipped) {
    private static final Pattern SUREFIRE = Pattern.compile("(?m)^\\[(?:INFO|WARNING|ERROR)\\] Tests run: (\\d+), "
            + "Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+)\\s*$");
    private static final Pattern CARGO =
            Pattern.compile("(?m)^test result: \\S+ (\\d+) passed; (\\d+) failed; (\\d+) ignored;");
    private static final Pattern UNITTEST = Pattern.compile("(?m)^Ran (\\d+) tests? in ");
    private static final Pattern UNITTEST_END = Pattern.compile("(?m)^(?:OK|FAILED|NO TESTS RAN)(?: \\((.*)\\))?\\s*$");
    private static final Pattern PYTEST = Pattern.compile("(?m)^=*\\s*((?:\\d+ [a-z]+(?:, )?)+) in [0-9.]+s\\b.*$");
    private static final Pattern NODE = Pattern.compile("(?m)^\\S{1,2} (pass|fail|skipped|todo|cancelled) (\\d+)\\s*$");
    private static final Pattern JEST = Pattern.compile("(?m)^\\s*Tests:?\\s+((?:\\d+ [a-z]+[,|\\s]*)+)");
    private static final Pattern MOCHA = Pattern.compile("(?m)^\\s+(\\d+) (passing|failing|pending)\\b");
    private static final Pattern GRADLE =
            Pattern.compile("(?m)^(\\d+) tests? completed(?:, (\\d+) failed)?(?:, (\\d+) skipped)?");
    private static final Pattern GO = Pattern.compile("(?m)^(ok|FAIL)\\s+\\S+\\s+(?:[0-9.]+s|\\(cached\\)|\\[)");
    private static final Pattern CTEST = Pattern.compile("(?m)tests passed, (\\d+) tests? failed out of (\\d+)");
    private static final Pattern TAP = Pattern.compile("(?m)^(ok|not ok) \\d+\\b(.*)$");
    private static final Pattern COUNT = Pattern.compile("(\\d+) ([a-z]+)");
    private static final Pattern ESCAPES = Pattern.compile("\\x1b\\[[0-9;]*[A-Za-z]");

    int run() {
        return passed + failed;
    }

    /** {@code 12 passed}, {@code 11 passed, 1 failed, 2 skipped}. */
    String words() {
        return passed + " passed" + (failed > 0 ? ", " + failed + " failed" : "")
                + (skipped > 0 ? ", " + skipped + " skipped" : "");
    }

    /** Reads the summary that any known runner prints; empty when there is none. */
    static Optional<TestTally> in(String output) {
        String text = ESCAPES.matcher(output).replaceAll("");
        return surefire(text)
                .or(() -> cargo(text))
                .or(() -> unittest(text))
                .or(() -> counts(PYTEST, text))
                .or(() -> node(text))
                .or(() -> counts(JEST, text))
                .or(() -> mocha(text))
                .or(() -> gradle(text))
                .or(() -> ctest(text))
                .or(() -> go(text))
                .or(() -> tap(text));
    }

    private static Optional<TestTally> surefire(String text) {
        Sum sum = new Sum();
        for (Matcher m = SUREFIRE.matcher(text); m.find(); ) {
            int failed = number(m, 2) + number(m, 3);
            int skipped = number(m, 4);
            sum.add(number(m, 1) - failed - skipped, failed, skipped);
        }
        return sum.tally();
    }

    private static Optional<TestTally> cargo(String text) {
        Sum sum = new Sum();
        for (Matcher m = CARGO.matcher(text); m.find(); ) {
            sum.add(number(m, 1), number(m, 2), number(m, 3));
        }
        return sum.tally();
    }

    private static Optional<TestTally> unittest(String text) {
        Matcher ran = UNITTEST.matcher(text);
        if (!ran.find()) {
            return Optional.empty();
        }
        int all = number(ran, 1);
        int failed = 0;
        int skipped = 0;
        Matcher end = UNITTEST_END.matcher(text);
        if (end.find(ran.end()) && end.group(1) != null) {
            Matcher count = Pattern.compile("([a-z ]+)=(\\d+)").matcher(end.group(1));
            while (count.find()) {
                String what = count.group(1).strip();
                failed += what.equals("failures") || what.equals("errors") ? number(count, 2) : 0;
                skipped += what.equals("skipped") ? number(count, 2) : 0;
            }
        }
        return Optional.of(new TestTally(Math.max(0, all - failed - skipped), failed, skipped));
    }

    private static Optional<TestTally> counts(Pattern line, String text) {
        Optional<TestTally> last = Optional.empty();
        for (Matcher m = line.matcher(text); m.find(); ) {
            Sum sum = new Sum();
            for (Matcher count = COUNT.matcher(m.group(1)); count.find(); ) {
                sum.count(count.group(2), number(count, 1));
            }
            last = sum.tally().or(() -> Optional.of(new TestTally(0, 0, 0)));
        }
        return last;
    }

    private static Optional<TestTally> node(String text) {
        Sum sum = new Sum();
        for (Matcher m = NODE.matcher(text); m.find(); ) {
            sum.count(m.group(1), number(m, 2));
        }
        return sum.tally();
    }

    private static Optional<TestTally> mocha(String text) {
        Sum sum = new Sum();
        for (Matcher m = MOCHA.matcher(text); m.find(); ) {
            sum.count(m.group(2), number(m, 1));
        }
        return sum.tally();
    }

    private static Optional<TestTally> gradle(String text) {
        Matcher m = GRADLE.matcher(text);
        if (!m.find()) {
            return Optional.empty();
        }
        int failed = m.group(2) == null ? 0 : number(m, 2);
        int skipped = m.group(3) == null ? 0 : number(m, 3);
        return Optional.of(new TestTally(number(m, 1) - failed - skipped, failed, skipped));
    }

    private static Optional<TestTally> ctest(String text) {
        Matcher m = CTEST.matcher(text);
        return m.find() ? Optional.of(new TestTally(number(m, 2) - number(m, 1), number(m, 1), 0)) : Optional.empty();
    }

    private static Optional<TestTally> go(String text) {
        Sum sum = new Sum();
        for (Matcher m = GO.matcher(text); m.find(); ) {
            sum.count(m.group(1).equals("ok") ? "passed" : "failed", 1);
        }
        return sum.tally();
    }

    private static Optional<TestTally> tap(String text) {
        Sum sum = new Sum();
        for (Matcher m = TAP.matcher(text); m.find(); ) {
            boolean skip = m.group(2).contains("# SKIP");
            sum.count(skip ? "skipped" : m.group(1).equals("ok") ? "passed" : "failed", 1);
        }
        return sum.tally();
    }

    private static int number(Matcher m, int group) {
        try {
            return Integer.parseInt(m.group(group));
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE / 4;
        }
    }

    /** Adds up what a runner says in pieces. */
    private static final class Sum {
        private int passed;
        private int failed;
        private int skipped;
        private boolean any;

        void add(int good, int bad, int left) {
            passed += good;
            failed += bad;
            skipped += left;
            any = true;
        }

        void count(String word, int count) {
            switch (word) {
                case "passed", "pass", "passing" -> add(count, 0, 0);
                case "failed", "fail", "failing", "error", "errors", "cancelled" -> add(0, count, 0);
                case "skipped", "pending", "todo", "ignored", "deselected", "xfailed" -> add(0, 0, count);
                default -> {}
            }
        }

        Optional<TestTally> tally() {
            return any ? Optional.of(new TestTally(passed, failed, skipped)) : Optional.empty();
        }
    }
}
