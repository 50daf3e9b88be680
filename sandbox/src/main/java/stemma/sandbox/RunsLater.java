package stemma.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import stemma.sandbox.linux.RawPath;

/**
 * Paths whose content somebody else runs later, outside the box: the one list of them.
 *
 * <p>Writing such a file is how a confined command would reach out of its box afterwards, so applying it always asks.
 * Plain source code runs later too; what is listed here runs without anybody choosing to run <em>it</em>: on entering a
 * folder, on a commit, on opening an editor, on a push, on an ordinary build. Names are compared without case, because
 * some file systems do.
 */
final class RunsLater {
    private static final List<String> PATTERNS = List.of(
            // version control
            "(.*/)?\\.git/(hooks/.*|config.*|info/attributes|modules/.*)",
            "(.*/)?\\.(gitmodules|gitattributes|gitconfig)",
            "(.*/)?\\.git",
            "(.*/)?(hooks/[a-z-]+|\\.hg/hgrc|\\.husky/.*|\\.githooks/.*|\\.pre-commit-config\\.yaml|lefthook\\.ya?ml)",
            // shells and folder hooks
            "(.*/)?\\.(envrc|bashrc|bash_profile|bash_login|bash_aliases|profile|zshrc|zshenv|zprofile|zlogin|kshrc|cshrc"
                    + "|tcshrc|inputrc|direnvrc|mise\\.toml|tool-versions|autoenv.*)",
            "(.*/)?\\.config/(fish|direnv|autostart|systemd)/.*",
            // continuous integration
            "(.*/)?\\.(github|gitea|forgejo|circleci|buildkite|ci|woodpecker|azure-pipelines)/.*",
            "(.*/)?(\\.gitlab-ci\\.yml|\\.travis\\.yml|\\.drone\\.yml|\\.cirrus\\.yml|appveyor\\.yml|azure-pipelines.*\\.yml"
                    + "|bitbucket-pipelines\\.yml|jenkinsfile.*|cloudbuild\\.ya?ml)",
            // editors and agents
            "(.*/)?\\.(vscode|idea|devcontainer|fleet|zed|cursor|nvim)/.*",
            "(.*/)?(\\.nvimrc|\\.exrc|\\.vimrc|\\.emacs|\\.dir-locals\\.el|\\.nvim\\.lua|.*\\.code-workspace)",
            "(.*/)?\\.mcp\\.json",
            // builds and package managers
            "(.*/)?(makefile|gnumakefile|.*\\.mk|justfile|taskfile\\.ya?ml|rakefile|cmakelists\\.txt|build\\.xml|build\\.rs|meson\\.build"
                    + "|dockerfile.*|containerfile.*|docker-compose.*\\.ya?ml|compose\\.ya?ml|vagrantfile)",
            "(.*/)?(pom\\.xml|build\\.gradle(\\.kts)?|settings\\.gradle(\\.kts)?|gradle\\.properties|gradlew(\\.bat)?|mvnw(\\.cmd)?"
                    + "|gradle/wrapper/.*|\\.mvn/.*|buildsrc/.*|build\\.sbt|project/plugins\\.sbt)",
            "(.*/)?(package\\.json|\\.npmrc|\\.yarnrc.*|\\.pnpmfile\\.cjs|setup\\.py|setup\\.cfg|pyproject\\.toml|conftest\\.py"
                    + "|sitecustomize\\.py|usercustomize\\.py|.*\\.pth|tox\\.ini|noxfile\\.py|\\.cargo/config(\\.toml)?|cargo\\.toml|binding\\.gyp)");

    private static final List<Pattern> COMPILED = PATTERNS.stream()
            .map(p -> Pattern.compile(p, Pattern.CASE_INSENSITIVE | Pattern.DOTALL))
            .toList();

    private RunsLater() {}

    /** Whether something runs this path, given relative to its folder. */
    static boolean matches(Path path) {
        String name = RawPath.shown(path).toLowerCase(Locale.ROOT);
        return COMPILED.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
