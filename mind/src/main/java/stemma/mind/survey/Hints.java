package stemma.mind.survey;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import stemma.core.Json;
import stemma.core.JsonException;

/**
 * What a project's manifest and files say about how it is built and tested. Each hint chooses among
 * constants; none of its words is run.
 *
 * @param scripts names of npm scripts that do something
 * @param wrapper whether the build tool's wrapper is checked in
 * @param dependencies whether there are any to install
 * @param locked whether a lock file pins them
 * @param pytest whether tests are written for pytest
 * @param hasTests whether there are Python test files
 * @param testFolder where Python tests are, when one folder of the usual names holds them
 * @param target the make target that tests
 */
record Hints(
        Set<String> scripts,
        boolean wrapper,
        boolean dependencies,
        boolean locked,
        boolean pytest,
        boolean hasTests,
        Optional<String> testFolder,
        Optional<String> target) {

    private static final Pattern TEST_TARGET = Pattern.compile("(?m)^test\\s*:(?!=)");
    private static final Pattern CHECK_TARGET = Pattern.compile("(?m)^check\\s*:(?!=)");
    private static final Pattern TEST_FILE = Pattern.compile("test_.*\\.py|.*_test\\.py|tests?\\.py");

    Hints {
        scripts = Set.copyOf(scripts);
    }

    boolean script(String name) {
        return scripts.contains(name);
    }

    /** Reads the hints of a project from its manifest's text and the census. */
    static Hints of(Project project, String manifest, Census census) {
        boolean wrapper = switch (project.system()) {
            case MAVEN -> there(census, project, "mvnw");
            case GRADLE -> there(census, project, "gradlew");
            default -> false;
        };
        Json.Obj npm = project.system() == BuildSystem.NPM
                ? object(manifest)
                : Json.object().build();
        boolean dependencies = has(npm, "dependencies") || has(npm, "devDependencies") || has(npm, "workspaces");
        boolean locked = there(census, project, "package-lock.json") || there(census, project, "npm-shrinkwrap.json");
        boolean pytest = there(census, project, "pytest.ini")
                || census.named("conftest.py").stream().anyMatch(f -> inside(f, project))
                || manifest.contains("pytest");
        return new Hints(
                scripts(npm),
                wrapper,
                dependencies,
                locked,
                pytest,
                tests(census, project),
                testFolder(census, project),
                target(manifest));
    }

    private static boolean there(Census census, Project project, String name) {
        return census.at(project.folder().isEmpty() ? name : project.folder() + "/" + name)
                .isPresent();
    }

    private static boolean inside(FileFacts file, Project project) {
        return project.folder().isEmpty() || file.path().startsWith(project.folder() + "/");
    }

    private static boolean tests(Census census, Project project) {
        return census.files().stream()
                .anyMatch(f -> inside(f, project) && TEST_FILE.matcher(f.name()).matches());
    }

    private static Optional<String> testFolder(Census census, Project project) {
        String base = project.folder().isEmpty() ? "" : project.folder() + "/";
        for (String folder : new String[] {"tests", "test"}) {
            boolean holds = census.files().stream()
                    .anyMatch(f -> f.path().startsWith(base + folder + "/")
                            && TEST_FILE.matcher(f.name()).matches());
            if (holds) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> target(String makefile) {
        if (TEST_TARGET.matcher(makefile).find()) {
            return Optional.of("test");
        }
        return CHECK_TARGET.matcher(makefile).find() ? Optional.of("check") : Optional.empty();
    }

    private static Set<String> scripts(Json.Obj npm) {
        if (!(npm.find("scripts").orElse(Json.array()) instanceof Json.Obj scripts)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        scripts.members().forEach((name, command) -> {
            boolean placeholder = command instanceof Json.Str(String text) && text.contains("no test specified");
            if (!placeholder) {
                names.add(name);
            }
        });
        return names;
    }

    private static boolean has(Json.Obj npm, String name) {
        return npm.find(name)
                .filter(v -> v instanceof Json.Arr || (v instanceof Json.Obj(var members) && !members.isEmpty()))
                .isPresent();
    }

    private static Json.Obj object(String json) {
        try {
            return Json.parse(json) instanceof Json.Obj obj
                    ? obj
                    : Json.object().build();
        } catch (JsonException e) {
            return Json.object().build();
        }
    }
}
