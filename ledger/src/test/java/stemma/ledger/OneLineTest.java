package stemma.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OneLineTest {
    @Test
    void gitSaysItsSubcommandFirst() {
        assertThat(OneLine.of("git --no-pager --no-optional-locks -c core.fsmonitor=false -c 'a=b c' log -n 5"))
                .isEqualTo("git … log -n 5");
        assertThat(OneLine.of("proc.exec git --no-pager -c a=b status")).isEqualTo("proc.exec git … status");
        assertThat(OneLine.of("proc.exec env GIT_A=1 GIT_CONFIG_GLOBAL=/dev/null git --no-pager -c a=b log"))
                .isEqualTo("proc.exec git … log");
        assertThat(OneLine.of("git status")).isEqualTo("git status");
        assertThat(OneLine.of("gitk --no-pager x")).isEqualTo("gitk --no-pager x");
    }

    @Test
    void aLineHasAWidthAndNoControls() {
        String most = "x".repeat(OneLine.CHARS_MAX);
        assertThat(OneLine.of(most)).isEqualTo(most);
        assertThat(OneLine.of(most + "y")).isEqualTo("x".repeat(OneLine.CHARS_MAX - 1) + "…");
        assertThat(OneLine.of("😀".repeat(OneLine.CHARS_MAX + 1))).isEqualTo("😀".repeat(OneLine.CHARS_MAX - 1) + "…");
        assertThat(OneLine.of("a\n\u001b[2Jb")).isEqualTo("a  [2Jb");
    }
}
