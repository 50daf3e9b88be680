package stemma.mind.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.TomlInvalidTypeException;
import stemma.core.JsonException;

/** Which files say what a project depends on, and how each is read. A file that cannot be read says why. */
final class Manifests {
    /** The most manifests of one folder that are read. */
    static final int READ_MAX = 60;

    private static final Set<String> NAMES = Set.of(
            "pom.xml",
            "package.json",
            "package-lock.json",
            "pyproject.toml",
            "Cargo.toml",
            "Cargo.lock",
            "go.mod",
            "build.gradle",
            "build.gradle.kts",
            "setup.cfg");
    private static final Pattern REQUIREMENTS = Pattern.compile("requirements([-_.].*)?\\.(txt|in)");
    private static final Pattern GRADLE = Pattern.compile(
            "(?m)^\\s*([a-zA-Z]*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|annotationProcessor|"
                    + "[cC]lasspath))\\s*\\(?\\s*(?:platform\\s*\\(\\s*)?['\"]([^'\":]+:[^'\":]+)(?::([^'\"]+))?['\"]");
    private static final Pattern GO_REQUIRE =
            Pattern.compile("(?m)^(?:require\\s+|\\t)([\\w.-]+\\.[\\w.-]+/?\\S*)\\s+(v\\S+)(?:\\s*(// indirect))?");
    private static final Pattern REQUIREMENT =
            Pattern.compile("^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\\[[^\\]]*\\])?\\s*([<>=!~][^;#]*)?");

    private Manifests() {}

    /** Whether a file of that name is read as a manifest. */
    static boolean known(String name) {
        return NAMES.contains(name) || REQUIREMENTS.matcher(name).matches();
    }

    /** Reads one manifest; empty when its name is none of the known ones. */
    static Optional<Manifest> read(String path, String text) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (!known(name)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (name) {
                    case "pom.xml" -> tried(path, "Maven project", text, MavenPom::read);
                    case "package.json" -> tried(path, "npm package", text, NpmFiles::manifest);
                    case "package-lock.json" -> tried(path, "npm lock file", text, NpmFiles::lock);
                    case "pyproject.toml" -> tried(path, "Python project", text, TomlFiles::pyproject);
                    case "Cargo.toml" -> tried(path, "Cargo package", text, TomlFiles::cargo);
                    case "Cargo.lock" -> tried(path, "Cargo lock file", text, TomlFiles::cargoLock);
                    case "go.mod" -> goModule(path, text);
                    case "setup.cfg" -> setupCfg(path, text);
                    case "build.gradle", "build.gradle.kts" -> gradle(path, text);
                    default -> requirements(path, text);
                });
    }

    private static Manifest tried(String path, String what, String text, BiFunction<String, String, Manifest> reader) {
        try {
            return reader.apply(path, text);
        } catch (ManifestBroken | JsonException | TomlInvalidTypeException e) {
            return Manifest.faulty(path, what, String.valueOf(e.getMessage()));
        }
    }

    private static Manifest gradle(String path, String text) {
        List<Dependency> direct = new ArrayList<>();
        for (Matcher m = GRADLE.matcher(text); m.find(); ) {
            String kind = m.group(1).toLowerCase(Locale.ROOT);
            Dependency.Scope scope = kind.startsWith("test")
                    ? Dependency.Scope.TEST
                    : kind.equals("annotationprocessor") || kind.equals("classpath")
                            ? Dependency.Scope.BUILD
                            : Dependency.Scope.RUN;
            String version = m.group(3) == null ? "" : m.group(3);
            direct.add(new Dependency(m.group(2), version, scope, ""));
        }
        return Manifest.of(path, "Gradle project", "", "", direct);
    }

    private static Manifest goModule(String path, String text) {
        List<Dependency> direct = new ArrayList<>();
        for (Matcher m = GO_REQUIRE.matcher(text); m.find(); ) {
            if (m.group(3) == null) {
                direct.add(new Dependency(m.group(1), m.group(2), Dependency.Scope.RUN, ""));
            }
        }
        Matcher module = Pattern.compile("(?m)^module\\s+(\\S+)").matcher(text);
        return Manifest.of(path, "Go module", module.find() ? module.group(1) : "", "", direct);
    }

    private static Manifest requirements(String path, String text) {
        boolean test = path.contains("test") || path.contains("dev");
        return Manifest.of(
                path,
                "Python requirements",
                "",
                "",
                requirements(text.lines().toList(), test ? Dependency.Scope.TEST : Dependency.Scope.RUN));
    }

    /** Requirements in the form of PEP 508, one a line; options and links are passed over. */
    static List<Dependency> requirements(List<String> lines, Dependency.Scope scope) {
        List<Dependency> found = new ArrayList<>();
        for (String line : lines) {
            Matcher m = REQUIREMENT.matcher(line.strip());
            if (m.find()) {
                String version = m.group(2) == null ? "" : m.group(2).strip();
                found.add(new Dependency(m.group(1), version, scope, ""));
            }
        }
        return found;
    }

    private static Manifest setupCfg(String path, String text) {
        Matcher block = Pattern.compile("(?m)^install_requires\\s*=\\s*((?:\\n?[ \\t]+\\S.*)*)")
                .matcher(text);
        List<Dependency> direct =
                block.find() ? requirements(block.group(1).lines().toList(), Dependency.Scope.RUN) : List.of();
        Matcher licence = Pattern.compile("(?m)^license\\s*=\\s*(.+)$").matcher(text);
        Matcher name = Pattern.compile("(?m)^name\\s*=\\s*(.+)$").matcher(text);
        return Manifest.of(
                path,
                "Python project",
                name.find() ? name.group(1).strip() : "",
                licence.find() ? licence.group(1).strip() : "",
                direct);
    }
}
