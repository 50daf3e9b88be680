package stemma.mind.survey;

import java.util.Optional;

/**
 * The shell scripts that build and test a project in the box. They are constants; the project's hints
 * choose among them, and no text of the project becomes a part of a script.
 */
final class Scripts {
    private static final String OR_NO_DEPENDENCIES = " || exit " + BuildSystem.EXIT_NO_DEPENDENCIES;

    private Scripts() {}

    /** Builds the project; empty when there is nothing to build. */
    static Optional<String> build(Project project, Hints hints) {
        return switch (project.system()) {
            case MAVEN -> Optional.of(maven(hints, "-o -B -ntp test-compile"));
            case GRADLE -> Optional.of(gradle(hints, "testClasses"));
            case NPM -> hints.script("build") ? Optional.of(npm(hints) + "npm run build") : Optional.empty();
            case CARGO -> Optional.of(needs("cargo") + "cargo build --offline --all-targets");
            case GO -> Optional.of(needs("go") + "export GOPROXY=off; go build ./...");
            case PYTHON ->
                Optional.of(needs("python3") + "python3 -m compileall -q -x '(^|/)(\\.|node_modules|venv)' .");
            case MAKE -> Optional.of(needs("make") + "make");
        };
    }

    /** Runs the project's tests; empty when it has none that are known. */
    static Optional<String> test(Project project, Hints hints) {
        return switch (project.system()) {
            case MAVEN -> Optional.of(maven(hints, "-o -B -ntp -fae test"));
            case GRADLE -> Optional.of(gradle(hints, "--continue test"));
            case NPM -> hints.script("test") ? Optional.of(npm(hints) + "CI=true npm test") : Optional.empty();
            case CARGO -> Optional.of(needs("cargo") + "cargo test --offline --no-fail-fast");
            case GO -> Optional.of(needs("go") + "export GOPROXY=off; go test ./...");
            case PYTHON -> python(hints);
            case MAKE -> hints.target().map(target -> needs("make") + "make " + target);
        };
    }

    private static String needs(String tool) {
        return "command -v " + tool + " >/dev/null 2>&1 || exit " + BuildSystem.EXIT_NO_TOOL + "; ";
    }

    /**
     * The installed Maven before the wrapper, because a wrapper's first act is a download. The program
     * is spelled out and never a variable: rules cannot judge a command that is named at run time.
     */
    private static String maven(Hints hints, String arguments) {
        return hints.wrapper()
                ? "if command -v mvn >/dev/null 2>&1; then mvn " + arguments + "; else sh ./mvnw " + arguments + "; fi"
                : needs("mvn") + "mvn " + arguments;
    }

    /** The wrapper before an installed Gradle, because builds depend on its exact version. */
    private static String gradle(Hints hints, String task) {
        String all = " --offline --console=plain --no-daemon " + task;
        return hints.wrapper() ? "sh ./gradlew" + all : needs("gradle") + "gradle" + all;
    }

    private static String npm(Hints hints) {
        if (!hints.dependencies()) {
            return needs("npm");
        }
        String install = hints.locked() ? "npm ci" : "npm install";
        return needs("npm") + "if [ ! -d node_modules ]; then " + install
                + " --offline --no-audit --no-fund --ignore-scripts" + OR_NO_DEPENDENCIES + "; fi; ";
    }

    private static Optional<String> python(Hints hints) {
        String ready = needs("python3") + "export PYTHONPATH=\"$PWD/src:$PWD\" PYTHONDONTWRITEBYTECODE=1; ";
        if (hints.pytest()) {
            return Optional.of(ready + "python3 -m pytest -q -p no:cacheprovider");
        }
        String where = hints.testFolder().map(f -> " -s " + f).orElse("");
        return hints.hasTests()
                ? Optional.of(ready + "python3 -m unittest discover -v -p '*test*.py'" + where)
                : Optional.empty();
    }
}
