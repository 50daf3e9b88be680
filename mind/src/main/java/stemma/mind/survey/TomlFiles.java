package stemma.mind.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** Reads the manifests that are written in TOML: Python's and Cargo's. */
final class TomlFiles {
    private TomlFiles() {}

    static Manifest pyproject(String path, String text) {
        TomlParseResult root = parsed(text);
        List<Dependency> direct =
                new ArrayList<>(Manifests.requirements(strings(root, "project.dependencies"), Dependency.Scope.RUN));
        table(root, "project.optional-dependencies")
                .ifPresent(groups -> groups.keySet()
                        .forEach(group -> direct.addAll(
                                Manifests.requirements(strings(groups, quoted(group)), Dependency.Scope.TEST))));
        direct.addAll(named(root, "tool.poetry.dependencies", Dependency.Scope.RUN));
        direct.addAll(named(root, "tool.poetry.group.dev.dependencies", Dependency.Scope.TEST));
        direct.addAll(named(root, "tool.poetry.dev-dependencies", Dependency.Scope.TEST));
        direct.removeIf(d -> d.name().equals("python"));
        direct.addAll(Manifests.requirements(strings(root, "build-system.requires"), Dependency.Scope.BUILD));
        String name = string(root, "project.name")
                .or(() -> string(root, "tool.poetry.name"))
                .orElse("");
        String licence = string(root, "project.license")
                .or(() -> string(root, "project.license.text"))
                .or(() -> string(root, "tool.poetry.license"))
                .orElse("");
        return Manifest.of(path, "Python project", name, licence, direct);
    }

    static Manifest cargo(String path, String text) {
        TomlParseResult root = parsed(text);
        List<Dependency> direct = new ArrayList<>(named(root, "dependencies", Dependency.Scope.RUN));
        direct.addAll(named(root, "workspace.dependencies", Dependency.Scope.RUN));
        direct.addAll(named(root, "dev-dependencies", Dependency.Scope.TEST));
        direct.addAll(named(root, "build-dependencies", Dependency.Scope.BUILD));
        String licence = string(root, "package.license")
                .or(() -> string(root, "workspace.package.license"))
                .orElse("");
        return Manifest.of(path, "Cargo package", string(root, "package.name").orElse(""), licence, direct);
    }

    static Manifest cargoLock(String path, String text) {
        List<Dependency> locked = new ArrayList<>();
        TomlParseResult root = parsed(text);
        if (root.get("package") instanceof TomlArray packages) {
            for (int i = 0; i < packages.size(); i++) {
                if (packages.get(i) instanceof TomlTable one
                        && string(one, "source").isPresent()) {
                    String name = string(one, "name").orElse("");
                    locked.add(new Dependency(name, string(one, "version").orElse(""), Dependency.Scope.RUN, ""));
                }
            }
        }
        return Manifest.lock(path, "Cargo lock file", locked);
    }

    private static List<Dependency> named(TomlTable root, String path, Dependency.Scope scope) {
        List<Dependency> found = new ArrayList<>();
        table(root, path).ifPresent(table -> {
            for (String name : table.keySet()) {
                Object value = table.get(List.of(name));
                String version = value instanceof String text
                        ? text
                        : value instanceof TomlTable detail
                                ? string(detail, "version").orElse("")
                                : "";
                found.add(new Dependency(name, version, scope, ""));
            }
        });
        return found;
    }

    private static Optional<TomlTable> table(TomlTable root, String path) {
        return value(root, path) instanceof TomlTable table ? Optional.of(table) : Optional.empty();
    }

    private static Optional<String> string(TomlTable root, String path) {
        return value(root, path) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static List<String> strings(TomlTable root, String path) {
        List<String> texts = new ArrayList<>();
        if (value(root, path) instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    /** Walks a dotted path one table at a time; whatever is no table on the way ends it. */
    private static Object value(TomlTable root, String path) {
        Object at = root;
        for (String key : path.startsWith("\"") ? List.of(path.substring(1)) : List.of(path.split("\\.", -1))) {
            Object next = at instanceof TomlTable table ? table.get(List.of(key)) : null;
            if (next == null) {
                return "";
            }
            at = next;
        }
        return at;
    }

    private static String quoted(String key) {
        return "\"" + key;
    }

    private static TomlParseResult parsed(String text) {
        TomlParseResult result = Toml.parse(text);
        if (result.hasErrors()) {
            throw new ManifestBroken(String.valueOf(result.errors().getFirst().getMessage()) + " at "
                    + result.errors().getFirst().position());
        }
        return result;
    }
}
