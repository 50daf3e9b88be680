package stemma.mind.survey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HistoryTest {
    private static String commit(char digit, String subject, String... files) {
        StringBuilder text = new StringBuilder("\u001e" + String.valueOf(digit).repeat(40));
        text.append("\u001fAda\u001f1700000000\u001f").append(subject).append("\n\n");
        for (String file : files) {
            text.append("1\t2\t").append(file).append('\n');
        }
        return text.toString();
    }

    @Test
    void wholeLogIsReadWhole() {
        History history = History.parse(commit('a', "[7 bytes dropped]", "x", "y") + commit('b', "two", "x"));
        assertThat(history.cut()).isFalse();
        assertThat(history.commits()).hasSize(2);
        assertThat(history.commits().getFirst().changed()).containsEntry("y", 3L);
        assertThat(HistoryStep.overview(history))
                .startsWith("2 commits by 1 author")
                .doesNotContain("left out");
    }

    @Test
    void cutLogSaysHowMuchIsMissingAndBlamesNoCommitForIt() {
        String log = commit('a', "one", "x") + commit('b', "two", "x") + "\n[4096 bytes dropped]\n1\t1\tstranger\n"
                + commit('c', "three", "x");
        History history = History.parse(log);
        assertThat(history.droppedBytes()).isEqualTo(4096);
        assertThat(history.commits()).extracting(History.Commit::subject).containsExactly("one", "three");
        assertThat(history.commits()).noneMatch(c -> c.changed().containsKey("stranger"));
        assertThat(HistoryStep.overview(history))
                .startsWith("At least 2 commits")
                .contains("4,096 bytes");
    }

    @Test
    void logThatIsOneCutCommitIsNotAnEmptyHistory() {
        History history = History.parse(commit('a', "one", "x") + "\n[9 bytes dropped]\n1\t1\ty\n");
        assertThat(history.commits()).isEmpty();
        assertThat(history.cut()).isTrue();
    }
}
