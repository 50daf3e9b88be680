package stemma.mind.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.core.Json;

/** Reads npm's manifest and its lock file. */
final class NpmFiles {
    private static final String MODULES = "node_modules/";

    private NpmFiles() {}

    static Manifest manifest(String path, String text) {
        Json.Obj root = object(text);
        List<Dependency> direct = new ArrayList<>();
        add(root, "dependencies", Dependency.Scope.RUN, direct);
        add(root, "optionalDependencies", Dependency.Scope.RUN, direct);
        add(root, "peerDependencies", Dependency.Scope.RUN, direct);
        add(root, "devDependencies", Dependency.Scope.TEST, direct);
        return Manifest.of(path, "npm package", string(root, "name"), licence(root), direct);
    }

    private static void add(Json.Obj root, String group, Dependency.Scope scope, List<Dependency> direct) {
        if (root.find(group).orElse(Json.array()) instanceof Json.Obj named) {
            named.members()
                    .forEach((name, version) -> direct.add(
                            new Dependency(name, version instanceof Json.Str(String v) ? v : "", scope, "")));
        }
    }

    static Manifest lock(String path, String text) {
        Json.Obj root = object(text);
        List<Dependency> locked = new ArrayList<>();
        if (root.find("packages").orElse(Json.array()) instanceof Json.Obj packages) {
            packages.members().forEach((where, entry) -> {
                int at = where.lastIndexOf(MODULES);
                if (at >= 0 && entry instanceof Json.Obj obj) {
                    locked.add(locked(where.substring(at + MODULES.length()), obj));
                }
            });
        }
        return Manifest.lock(path, "npm lock file", locked);
    }

    private static Dependency locked(String name, Json.Obj entry) {
        boolean dev = entry.find("dev").filter(v -> v.equals(Json.of(true))).isPresent();
        Dependency.Scope scope = dev ? Dependency.Scope.TEST : Dependency.Scope.RUN;
        return new Dependency(name, string(entry, "version"), scope, licence(entry));
    }

    /** A licence is a text, or in old manifests an object, or a list of either. */
    private static String licence(Json.Obj of) {
        Optional<Json> stated = of.find("license").or(() -> of.find("licenses"));
        return stated.map(NpmFiles::licenceText).orElse("");
    }

    private static String licenceText(Json stated) {
        return switch (stated) {
            case Json.Str(String text) -> text;
            case Json.Obj obj -> string(obj, "type");
            case Json.Arr(List<Json> items) ->
                String.join(" OR ", items.stream().map(NpmFiles::licenceText).toList());
            default -> "";
        };
    }

    private static String string(Json.Obj obj, String name) {
        return obj.find(name).orElse(Json.of("")) instanceof Json.Str(String text) ? text : "";
    }

    private static Json.Obj object(String text) {
        if (Json.parse(text) instanceof Json.Obj obj) {
            return obj;
        }
        throw new ManifestBroken("it holds no object");
    }
}
