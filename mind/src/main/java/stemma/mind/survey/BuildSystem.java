package stemma.mind.survey;

import java.util.List;

/**
 * A build system that is recognised, and what is said to it. Every command is told to stay offline;
 * what it needs beyond the caches is therefore missing, and that is never the project's fault.
 *
 * <p>A script first makes sure that the tool is there ({@link #EXIT_NO_TOOL}) and that dependencies
 * can be had ({@link #EXIT_NO_DEPENDENCIES}); only then does it build or test.
 */
enum BuildSystem {
    MAVEN("Maven", "mvn"),
    GRADLE("Gradle", "gradle"),
    NPM("npm", "npm"),
    CARGO("Cargo", "cargo"),
    GO("Go", "go"),
    PYTHON("Python", "python3"),
    MAKE("make", "make");

    /** Left by a script when the tool is not installed. */
    static final int EXIT_NO_TOOL = 98;
    /** Left by a script when dependencies could not be had. */
    static final int EXIT_NO_DEPENDENCIES = 97;

    private final String title;
    private final String tool;

    BuildSystem(String title, String tool) {
        this.title = title;
        this.tool = tool;
    }

    String title() {
        return title;
    }

    /** The files that say a folder is built with it. */
    List<String> manifests() {
        return switch (this) {
            case MAVEN -> List.of("pom.xml");
            case GRADLE -> List.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts");
            case NPM -> List.of("package.json");
            case CARGO -> List.of("Cargo.toml");
            case GO -> List.of("go.mod");
            case PYTHON -> List.of("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "tox.ini");
            case MAKE -> List.of("Makefile", "makefile", "GNUmakefile");
        };
    }

    String tool() {
        return tool;
    }
}
