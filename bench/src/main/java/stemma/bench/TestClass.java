package stemma.bench;

import java.nio.file.Path;

/** A test class of a module, and where Surefire and JUnit leave what came of it. */
record TestClass(String module, String simpleName) {
    String name() {
        return "stemma." + module + "." + simpleName;
    }

    /** The verdicts on its tests. */
    Path report(Path root) {
        return target(root).resolve("surefire-reports").resolve("TEST-" + name() + ".xml");
    }

    /** The folder of the files that its tests published. */
    Path published(Path root) {
        return target(root).resolve("junit-jupiter").resolve(name());
    }

    private Path target(Path root) {
        return root.resolve(module).resolve("target");
    }
}
