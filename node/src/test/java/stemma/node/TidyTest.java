package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds every text of the repository to {@link Tidy}, and shows each check a bad sample. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TidyTest {

    /** Files that may be longer, and why a split would not make them clearer. */
    private static final Map<String, String> LONG = Map.of(
            "core/src/main/java/stemma/core/Gate.java", "the order of the gate is read in one place, top to bottom",
            "mind/src/main/java/stemma/mind/GoalRun.java", "one goal's life under one lock");

    /** The checks and their samples must name what they look for. */
    private static final Set<String> SELF =
            Set.of("node/src/test/java/stemma/node/Tidy.java", "node/src/test/java/stemma/node/TidyTest.java");

    private final List<Tidy.Text> texts;

    TidyTest() throws IOException {
        texts = Tidy.texts(Tidy.root()).stream()
                .filter(text -> !SELF.contains(text.name()))
                .toList();
    }

    @Test
    void theWalkSeesTheWholeHouse() {
        assertThat(texts)
                .extracting(Tidy.Text::name)
                .contains("pom.xml", "stemma", "core/src/main/java/stemma/core/package-info.java", "node/pom.xml")
                .noneMatch(name -> name.contains("/target/"));
    }

    @Test
    void mainFilesAreShort() {
        assertThat(findings(text -> LONG.containsKey(text.name()) ? List.of() : Tidy.tooLong(text)))
                .isEmpty();
    }

    @Test
    void everyLongFileIsStillLong() {
        assertThat(texts.stream().filter(text -> !Tidy.tooLong(text).isEmpty()).map(Tidy.Text::name))
                .containsAll(LONG.keySet());
    }

    @Test
    void linesAreNarrow() {
        assertThat(findings(Tidy::tooWide)).isEmpty();
    }

    @Test
    void nothingIsLeftOver() {
        assertThat(findings(Tidy::leftovers)).isEmpty();
    }

    @Test
    void nothingForeignIsMentioned() {
        assertThat(findings(Tidy::foreign)).isEmpty();
    }

    @Test
    void everyModuleSaysWhyItExists() throws IOException {
        assertThat(modulesWithCode()).isNotEmpty().allSatisfy(module -> {
            String name = module + "/src/main/java/stemma/" + Path.of(module).getFileName() + "/package-info.java";
            assertThat(texts.stream().map(Tidy.Text::name).filter(name::equals))
                    .as(name)
                    .hasSize(1);
        });
        assertThat(findings(text ->
                        text.isMain() && text.name().endsWith("package-info.java") ? Tidy.purpose(text) : List.of()))
                .isEmpty();
    }

    @Test
    void aLongFileIsFoundAtOneLinePastTheLimit() {
        String name = "core/src/main/java/stemma/core/A.java";
        assertThat(Tidy.tooLong(new Tidy.Text(name, "\n".repeat(Tidy.FILE_LINES_MAX))))
                .isEmpty();
        assertThat(Tidy.tooLong(new Tidy.Text(name, "\n".repeat(Tidy.FILE_LINES_MAX + 1))))
                .hasSize(1);
        String test = "core/src/test/java/stemma/core/ATest.java";
        assertThat(Tidy.tooLong(new Tidy.Text(test, "\n".repeat(Tidy.FILE_LINES_MAX + 1))))
                .isEmpty();
    }

    @Test
    void aWideLineIsFoundAtOneColumnPastTheLimit() {
        assertThat(Tidy.tooWide(sample("a".repeat(Tidy.LINE_COLUMNS_MAX)))).isEmpty();
        assertThat(Tidy.tooWide(sample("\n" + "a".repeat(Tidy.LINE_COLUMNS_MAX + 1))))
                .containsExactly("core/src/main/java/stemma/core/A.java:2 has 121 columns");
        assertThat(Tidy.tooWide(sample("        + \"" + "a".repeat(Tidy.LINE_COLUMNS_MAX))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// TODO later",
                "/* FIXME */",
                "// XXX",
                "// HACK",
                "throw new IllegalStateException(\"not implemented\");",
                "e.printStackTrace();",
                "System.out.println(1);",
                "System.err.println(1);",
                "try { a(); } catch (IOException e) { }",
                "try { a(); } catch (IOException e) {\n}",
                "@Disabled",
                "@Disabled(\"\")",
                "    // int a = 1;",
                "    // if (a) {"
            })
    void aLeftoverIsFound(String line) {
        assertThat(Tidy.leftovers(sample(line))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int hacked = 1;",
                "String todoList;",
                "try { a(); } catch (IOException e) { throw new StoreFailed(e); }",
                "@Disabled(\"needs a kernel with Landlock, see docs/adr/0007\")",
                "@DisabledOnOs(OS.WINDOWS)",
                "    // a sentence that says why",
                "int a; // in bytes"
            })
    void ordinaryCodeIsNoLeftover(String line) {
        assertThat(Tidy.leftovers(sample(line))).isEmpty();
    }

    @Test
    void theNodeMayPrint() {
        assertThat(Tidy.leftovers(new Tidy.Text("node/src/main/java/stemma/node/A.java", "System.out.println(1);")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/work/wt/a",
                "/root/x",
                "/home/ann/x",
                "https://registry.npmjs.org/a",
                "repo.maven.apache.org",
                "pypi.org/simple",
                "Claude",
                "Co-Authored-By: x"
            })
    void aForeignMentionIsFound(String line) {
        assertThat(Tidy.foreign(new Tidy.Text("docs/a.md", line))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home/stemma/x", "@copilotkit/aimock", "the root of the tree", "https://www.apache.org/"})
    void anOrdinaryMentionIsFine(String line) {
        assertThat(Tidy.foreign(new Tidy.Text("docs/a.md", line))).isEmpty();
    }

    @Test
    void aModuleWithoutAPurposeIsFound() {
        String marked = "@NullMarked\npackage stemma.core;";
        assertThat(Tidy.purpose(sample(marked))).hasSize(1);
        assertThat(Tidy.purpose(sample("/** One sentence. */\n" + marked))).hasSize(1);
        assertThat(Tidy.purpose(sample("/** One sentence. And two. */\npackage stemma.core;")))
                .hasSize(1);
        assertThat(Tidy.purpose(sample("/** One sentence. And two. */\n" + marked)))
                .isEmpty();
    }

    private List<String> findings(Function<Tidy.Text, List<String>> check) {
        return texts.stream().flatMap(text -> check.apply(text).stream()).toList();
    }

    private static Tidy.Text sample(String content) {
        return new Tidy.Text("core/src/main/java/stemma/core/A.java", content);
    }

    private static List<String> modulesWithCode() throws IOException {
        try (Stream<Path> modules = Files.list(Tidy.root());
                Stream<Path> addons = Files.list(Tidy.root().resolve("addons"))) {
            return Stream.concat(modules, addons)
                    .filter(folder -> Files.isDirectory(folder.resolve("src/main/java/stemma")))
                    .map(folder -> Tidy.root().relativize(folder).toString())
                    .toList();
        }
    }
}
