package stemma.mind.survey;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stemma.mind.Texts;
import stemma.tools.ExecOutput;

/**
 * Reads a verdict out of how a command ended. The exit code decides between passed and failed; the
 * output decides whether a failure is the project's at all, and whether a success tested anything.
 *
 * <pre>
 *   timed out ------------------------------> could not tell
 *   tool missing, 98, 127 -------------------> could not tell
 *   dependencies missing, 97, known words ---> could not tell: needs download
 *   exit 0, failures counted ----------------> failed: the runner contradicts itself
 *   exit 0, nothing run ---------------------> no tests
 *   exit 0 ----------------------------------> passed
 *   anything else ---------------------------> failed, with the line that says why
 * </pre>
 */
final class Judge {
    private record Sign(Pattern pattern, String needs) {}

    /** What tools say when they lack something that is not the project's to bring. */
    private static final List<Sign> SIGNS = List.of(
            sign("in offline mode and the artifact (\\S+)", "needs download"),
            sign("Cannot access \\S+ \\(\\S+\\) in offline mode", "needs download"),
            sign("(?:Could not (?:find|resolve)|has not been downloaded)[^\\n]{0,300}offline", "needs download"),
            sign("Could not resolve dependencies for project", "needs download"),
            sign("Plugin (\\S+) or one of its dependencies could not be resolved", "needs download"),
            sign("Non-resolvable (?:parent POM|import POM)", "needs download"),
            sign("No cached version (?:of (\\S+) )?available for offline mode", "needs download"),
            sign("Downloading https://services\\.gradle\\.org", "needs download"),
            sign("npm (?:error|ERR!) code ENOTCACHED", "needs download"),
            sign("npm (?:error|ERR!) code (?:EAI_AGAIN|ENOTFOUND|ECONNREFUSED)", "needs download"),
            sign("attempting to make an HTTP request, but --offline was specified", "needs download"),
            sign("no matching package named `([^`]+)` found", "needs download"),
            sign("failed to (?:download|fetch) [^\\n]*", "needs download"),
            sign("module lookup disabled by GOPROXY=off", "needs download"),
            sign(
                    "(?:Could not resolve host|Temporary failure in name resolution|getaddrinfo E\\S+)",
                    "needs the network"),
            sign("No module named '?pytest'?", "pytest is not installed"),
            sign("release version (\\d+) not supported", "needs another JDK"),
            sign("invalid (?:target|source) release: (\\d+)", "needs another JDK"),
            sign("JAVA_HOME (?:environment variable )?is not (?:set|defined)", "needs a JDK"),
            sign("requires rustc (\\S+) or newer", "needs another Rust"),
            sign("go: go\\.mod requires go >= (\\S+)", "needs another Go"),
            sign("(?m)^(?:/bin/)?sh: (?:\\d+: |line \\d+: )?([\\w.+-]+): (?:command )?not found", "a tool is missing"),
            sign("(?m)^make: ([\\w.+-]+): No such file or directory", "a tool is missing"),
            sign("(?m)^env: [‘'\"]?([\\w.+-]+)[’'\"]?: No such file or directory", "a tool is missing"));

    private static final Pattern MISSING_MODULE = Pattern.compile("No module named '?([A-Za-z0-9_]+)");
    private static final Pattern MISSING_PACKAGE = Pattern.compile("Cannot find (?:module|package) '([^'./][^']*)'");
    private static final int REASON_CHARS_MAX = 160;

    private Judge() {}

    private static Sign sign(String regex, String needs) {
        return new Sign(Pattern.compile(regex), needs);
    }

    static Verdict build(Project project, ExecOutput out, Census census) {
        return unable(project, out, census)
                .orElseGet(() -> out.exitCode() == 0
                        ? Verdict.passed("in " + Texts.duration(out.millis()))
                        : Verdict.failed(reason(out)));
    }

    static Verdict tests(Project project, ExecOutput out, Census census) {
        Optional<TestTally> tally = TestTally.in(out.stdout() + "\n" + out.stderr());
        if (out.exitCode() != 0
                && tally.filter(t -> t.failed() > 0).isPresent()
                && missing(project, out, census).isEmpty()) {
            return Verdict.failed(tally.get().words()).counting(tally.get());
        }
        return unable(project, out, census).orElseGet(() -> ran(out, tally));
    }

    private static Verdict ran(ExecOutput out, Optional<TestTally> tally) {
        boolean nothing = tally.filter(t -> t.run() + t.skipped() == 0).isPresent()
                || out.stderr().contains("NO TESTS RAN");
        if (nothing) {
            return Verdict.absent("the test runner found no tests");
        }
        if (out.exitCode() != 0) {
            return tally.map(t -> Verdict.failed("exit code " + out.exitCode() + " with " + t.words())
                            .counting(t))
                    .orElseGet(() -> Verdict.failed(reason(out)));
        }
        return tally.map(t -> t.failed() == 0
                        ? Verdict.passed(t.words()).counting(t)
                        : Verdict.failed("exit code 0, but the runner counts " + t.words())
                                .counting(t))
                .orElseGet(() -> Verdict.passed("exit code 0; the runner gave no count"));
    }

    /** Why this ending says nothing about the project, if it does not. */
    private static Optional<Verdict> unable(Project project, ExecOutput out, Census census) {
        if (out.timedOut()) {
            return Optional.of(Verdict.untold("it did not end within " + Texts.duration(out.millis())));
        }
        String tool = project.system().tool();
        if (out.exitCode() == BuildSystem.EXIT_NO_TOOL || out.exitCode() == 127) {
            return Optional.of(Verdict.untold(missingTool(out).orElse(tool) + " is not installed"));
        }
        if (out.exitCode() == BuildSystem.EXIT_NO_DEPENDENCIES) {
            return Optional.of(Verdict.untold("needs download: its dependencies are in no cache"));
        }
        return out.exitCode() == 0
                ? Optional.empty()
                : missing(project, out, census).map(Verdict::untold);
    }

    private static Optional<String> missingTool(ExecOutput out) {
        Matcher m = Pattern.compile("(?m)([\\w.+-]+): (?:command )?not found").matcher(out.stderr());
        return m.find() ? Optional.of(m.group(1)) : Optional.empty();
    }

    private static Optional<String> missing(Project project, ExecOutput out, Census census) {
        String text = out.stdout() + "\n" + out.stderr();
        for (Sign sign : SIGNS) {
            Matcher m = sign.pattern.matcher(text);
            if (m.find()) {
                String what = m.groupCount() > 0 && m.group(1) != null ? ": " + Texts.cut(m.group(1), 100) : "";
                return Optional.of(sign.needs + what);
            }
        }
        return project.system() == BuildSystem.PYTHON
                ? foreign(MISSING_MODULE, text, census)
                : project.system() == BuildSystem.NPM ? foreign(MISSING_PACKAGE, text, census) : Optional.empty();
    }

    /** A module that is missing and is not one the repository itself should hold. */
    private static Optional<String> foreign(Pattern pattern, String text, Census census) {
        Matcher m = pattern.matcher(text);
        while (m.find()) {
            String name = m.group(1);
            boolean own = census.files().stream()
                    .anyMatch(f -> f.name().equals(name + ".py")
                            || f.path().startsWith(name + "/")
                            || f.path().contains("/" + name + "/"));
            if (!own && !name.startsWith("node:")) {
                return Optional.of("needs download: " + name);
            }
        }
        return Optional.empty();
    }

    /** The first line of the output that says what went wrong, or else the exit code. */
    private static String reason(ExecOutput out) {
        return Telling.line(out.stderr())
                .or(() -> Telling.line(out.stdout()))
                .map(line -> Texts.cut(Texts.oneLine(line).replace('`', '\''), REASON_CHARS_MAX))
                .orElse("exit code " + out.exitCode());
    }
}
