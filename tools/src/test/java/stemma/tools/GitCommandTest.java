package stemma.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GitCommandTest {
    private static final Path FOLDER = Path.of("/work/project");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "push origin main",
                "-c core.pager=sh log",
                "config --global user.name x",
                "log --output=/tmp/x",
                "log --outp=/tmp/x",
                "diff --ext-diff",
                "diff --ext-d",
                "show --textconv HEAD",
                "grep -O sh",
                "grep --open-files-in-pager=sh x",
                "log --show-signature",
                "diff --no-index a b",
                "ls-files --recurse-submodules",
                "rev-list --use-bitmap-index --all",
                "blame --contents=/etc/passwd f",
                "--git-dir=/elsewhere log",
                "status --exec=sh"
            })
    void refusesWhatCouldRunOrWrite(String line) {
        assertThatIllegalArgumentException()
                .as(line)
                .isThrownBy(() -> GitCommand.of(FOLDER, List.of(line.split(" "))))
                .withMessageContaining("git ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log --oneline -20",
                "log --format=%H%x00%an --since=2020-01-01 -- src/Main.java",
                "status --porcelain=v1 --branch",
                "diff --stat HEAD~1",
                "shortlog -s -n -e --all",
                "blame --line-porcelain -L1,20 README.md",
                "ls-files -z --cached --others --exclude-standard",
                "rev-parse --abbrev-ref HEAD",
                "log -- --output=x"
            })
    void allowsWhatReads(String line) {
        ExecInput input = GitCommand.of(FOLDER, List.of(line.split(" ")));
        assertThat(input.netHosts()).isEmpty();
        assertThat(input.commandLine()).startsWith("env GIT_CONFIG_NOSYSTEM=1");
    }
}
