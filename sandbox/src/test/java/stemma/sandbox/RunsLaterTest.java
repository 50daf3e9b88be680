package stemma.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths ask before they are written, and which do not. */
class RunsLaterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git/hooks/pre-commit",
                "sub/.git/config",
                ".GIT/Hooks/post-checkout",
                ".gitattributes",
                ".envrc",
                "deep/down/.envrc",
                ".bashrc",
                ".github/workflows/ci.yml",
                ".gitlab-ci.yml",
                "Jenkinsfile",
                ".vscode/tasks.json",
                ".idea/workspace.xml",
                "Makefile",
                "sub/rules.mk",
                "pom.xml",
                "package.json",
                "build.gradle.kts",
                "gradlew",
                "setup.py",
                "conftest.py",
                "Cargo.toml",
                ".cargo/config.toml",
                "Dockerfile"
            })
    void asks(String path) {
        assertThat(RunsLater.matches(Path.of(path))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/Main.java",
                "README.md",
                "a.c",
                "github/notes.md",
                "makefiles/readme",
                "docs/pom.xml.md",
                ".gitignore",
                "data/hooks.json"
            })
    void doesNotAsk(String path) {
        assertThat(RunsLater.matches(Path.of(path))).isFalse();
    }
}
