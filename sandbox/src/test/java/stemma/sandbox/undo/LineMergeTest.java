package stemma.sandbox.undo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LineMergeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 2 3 4 5 6 | 1 x 3 4 5 6   | 1 2 3 4 y 6   | 1 x 3 4 y 6
            1 2 3       | 1 2 3         | 1 2 9         | 1 2 9
            1 2 3       | 0 1 2 3       | 1 2 3 4       | 0 1 2 3 4
            1 2 3 4 5   | 1 3 4 5       | 1 2 3 4 5 6   | 1 3 4 5 6
            1 2 3       | 1 x 3         | 1 x 3         | 1 x 3
            1 2 3 4 5   | 1 x 3 4 y     | 1 x 3 4 5     | 1 x 3 4 y
            """)
    void changesAtDifferentPlacesAndTheSameChangeAreBroughtTogether(
            String base, String ours, String theirs, String both) {
        assertThat(merged(base, ours, theirs)).isEqualTo(both);
        assertThat(merged(base, theirs, ours)).isEqualTo(both);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 2 3 4 5 6 | 1 x 3 4 5 6   | 1 y 3 4 5 6   | line 2
            1 2 3 4 5 6 | 1 x 3 4 5 6   | 1 2 y 4 5 6   | lines 2 to 3
            1 2 3 4 5 6 | 1 a b 3 4 5 6 | 1 3 4 5 6     | lines 2 to 3
            1 2 3       | 1 2 3 4       | 1 2 3 5       | line 4
            1 2 3 4 5   | 0 1 x 3 4 y   | 1 a 3 4 b     | line 3, line 6
            """)
    void otherChangesAtOnePlaceAreAConflictWithItsLinesAsTheyAreNow(
            String base, String ours, String theirs, String where) {
        assertThat(LineMerge.of(text(base), text(ours), text(theirs)))
                .isEqualTo(new LineMerge.Outcome.Conflict("it was changed since at the same place: " + where));
    }

    @Test
    void lineEndsAndTheLackOfTheLastOneArePartOfTheLine() {
        assertThat(content("a\r\nb\r\nc\r\nd", "a\r\nb\r\nc\r\nd\n", "A\r\nb\r\nc\r\nd"))
                .isEqualTo("A\r\nb\r\nc\r\nd\n");
        assertThat(content("a\nb\nc\n", "a\nb\nc\n", "")).isEmpty();
    }

    @Test
    void whatIsNoTextIsAConflict() {
        byte[] zero = {'a', 0, '\n'};
        byte[] latin = {(byte) 0xe9, '\n'};
        for (byte[] bad : List.of(zero, latin)) {
            assertThat(LineMerge.of(text("1"), bad, text("2")))
                    .isEqualTo(new LineMerge.Outcome.Conflict(
                            "it was changed since, and is not text that could be merged"));
        }
    }

    @Test
    void textsThatDifferInTooMuchAreAConflictAndOneLineLessIsNot() {
        String most = "x\n".repeat(LineDiff.EDITS_MAX);
        assertThat(content("", most, "")).isEqualTo(most);
        assertThat(LineMerge.of(new byte[0], (most + "x\n").getBytes(UTF_8), new byte[0]))
                .isInstanceOfSatisfying(
                        LineMerge.Outcome.Conflict.class,
                        conflict -> assertThat(conflict.why()).contains("more than " + LineDiff.EDITS_MAX));
    }

    @Test
    void everyHunkListLeadsFromTheOneToTheOther() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            List<String> a = lines(random, random.nextInt(12));
            List<String> b = lines(random, random.nextInt(12));
            List<String> made = new ArrayList<>();
            int at = 0;
            int end = -1;
            for (LineDiff.Hunk hunk : LineDiff.of(a, b).orElseThrow()) {
                assertThat(hunk.from()).as("hunks do not touch").isGreaterThan(end);
                made.addAll(a.subList(at, hunk.from()));
                made.addAll(b.subList(hunk.otherFrom(), hunk.otherTo()));
                at = hunk.to();
                end = hunk.to();
            }
            made.addAll(a.subList(at, a.size()));
            assertThat(made).as(a + " to " + b).isEqualTo(b);
        }
    }

    /** Git's own merge is the peer: where both find no conflict they find the same text. */
    @Test
    void mergesAsGitDoes(@TempDir Path folder) throws IOException, InterruptedException {
        boolean git = Files.isExecutable(Path.of("/usr/bin/git"));
        if (!git) {
            System.err.println("skipped: /usr/bin/git is missing, which is the peer of this test");
            assertThat(System.getenv("CI")).as("CI has git").isNull();
        }
        Assumptions.assumeTrue(git);
        Random random = new Random(5);
        int compared = 0;
        for (int i = 0; i < 120; i++) {
            List<String> base = numbered(12);
            byte[] b = bytes(base);
            byte[] o = bytes(edited(random, base));
            byte[] t = bytes(edited(random, base));
            Process merge = new ProcessBuilder(
                            "/usr/bin/git",
                            "merge-file",
                            "-p",
                            "-q",
                            Files.write(folder.resolve("ours"), o).toString(),
                            Files.write(folder.resolve("base"), b).toString(),
                            Files.write(folder.resolve("theirs"), t).toString())
                    .start();
            byte[] expected = merge.getInputStream().readAllBytes();
            boolean clean = merge.waitFor() == 0;
            if (LineMerge.of(b, o, t) instanceof LineMerge.Outcome.Merged(byte[] content)) {
                assertThat(clean)
                        .as(new String(o, UTF_8) + "---\n" + new String(t, UTF_8))
                        .isTrue();
                assertThat(new String(content, UTF_8)).isEqualTo(new String(expected, UTF_8));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    private static List<String> numbered(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add("line " + i + "\n");
        }
        return lines;
    }

    private static List<String> edited(Random random, List<String> base) {
        List<String> lines = new ArrayList<>(base);
        for (int edits = 0; edits < 2; edits++) {
            int at = random.nextInt(lines.size());
            switch (random.nextInt(3)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, "new " + random.nextInt(1_000) + "\n");
                default -> lines.set(at, "other " + random.nextInt(1_000) + "\n");
            }
        }
        return lines;
    }

    private static List<String> lines(Random random, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add("abc".charAt(random.nextInt(3)) + "\n");
        }
        return lines;
    }

    private static byte[] bytes(List<String> lines) {
        return String.join("", lines).getBytes(UTF_8);
    }

    private static byte[] text(String words) {
        return (words.strip().replaceAll(" +", "\n") + "\n").getBytes(UTF_8);
    }

    private static String merged(String base, String ours, String theirs) {
        return content(new String(text(base), UTF_8), new String(text(ours), UTF_8), new String(text(theirs), UTF_8))
                .strip()
                .replace('\n', ' ');
    }

    private static String content(String base, String ours, String theirs) {
        LineMerge.Outcome outcome = LineMerge.of(base.getBytes(UTF_8), ours.getBytes(UTF_8), theirs.getBytes(UTF_8));
        assertThat(outcome).isInstanceOf(LineMerge.Outcome.Merged.class);
        return new String(((LineMerge.Outcome.Merged) outcome).content(), UTF_8);
    }
}
