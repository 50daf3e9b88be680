package stemma.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stemma.core.ActRefused;
import stemma.core.Actor;
import stemma.core.Json;
import stemma.core.Provenance;
import stemma.core.Trust;
import stemma.core.Verdict;

final class ToolboxTest {
    @TempDir
    Path temporary;

    private ToolsRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new ToolsRig(temporary);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void readsLinesAndSaysWhatIsLeft() throws IOException {
        rig.file("f.txt", "one\ntwo\r\nthree\nfour\n");
        ReadOutput out =
                rig.toolbox.read(new ReadInput(rig.folder, "f.txt", 2, 2)).orThrow();
        assertThat(out.text()).isEqualTo("two\nthree");
        assertThat(out.totalLines()).isEqualTo(4);
        assertThat(out.cut()).isEqualTo("lines 4 to 4 are not shown");
        ReadOutput past =
                rig.toolbox.read(new ReadInput(rig.folder, "f.txt", 9, 1)).orThrow();
        assertThat(past.text()).isEmpty();
        assertThat(past.lastLine()).isLessThan(past.firstLine());
    }

    @Test
    void refusesToReadABinaryFile() throws IOException {
        Files.write(rig.folder.resolve("b"), new byte[] {1, 0, 2});
        assertThat(rig.call("read", "{\"path\":\"b\"}"))
                .isInstanceOfSatisfying(
                        ToolResult.Failed.class,
                        failed -> assertThat(failed.text()).contains("is binary (3 bytes)"));
    }

    @Test
    void listsInOrderAndLeavesOutWhatGitIgnores() throws IOException {
        rig.file(".gitignore", "target/\n*.log\n!keep.log\n/only-root\n");
        rig.file("a.txt", "a");
        rig.file("b/target/x", "x");
        rig.file("b/y.log", "y");
        rig.file("b/keep.log", "k");
        rig.file("b/only-root", "kept here");
        rig.file("only-root", "gone");
        rig.file(".git/config", "c");
        ListOutput out = rig.toolbox.list(ListInput.tree(rig.folder)).orThrow();
        assertThat(out.entries())
                .extracting(ListOutput.Item::path)
                .containsExactly(".gitignore", "a.txt", "b", "b/keep.log", "b/only-root");
        assertThat(out.cut()).isEmpty();
        ListOutput some =
                rig.toolbox.list(new ListInput(rig.folder, "", 1, true, 2)).orThrow();
        assertThat(some.entries()).hasSize(2);
        assertThat(some.cut()).contains("only the first 2 entries");
    }

    @Test
    void searchesManyFilesInOrder() throws IOException {
        for (int i = 0; i < 200; i++) {
            rig.file("d%d/f%03d.txt".formatted(i % 3, i), "x\nneedle " + i + "\ny\n");
        }
        Files.write(rig.folder.resolve("binary"), "needle\0".getBytes(StandardCharsets.UTF_8));
        SearchInput input = new SearchInput(rig.folder, "", "NEEDLE", false, true, "*.txt", 1, 500);
        SearchOutput out = rig.toolbox.search(input).orThrow();
        assertThat(out.matches())
                .hasSize(200)
                .extracting(SearchOutput.Match::path)
                .isSorted();
        assertThat(out.matches().getFirst().before()).containsExactly("x");
        assertThat(out.matches().getFirst().after()).containsExactly("y");
        SearchOutput few = rig.toolbox.search(input.atMost(3)).orThrow();
        assertThat(few.matches()).hasSize(3);
        assertThat(few.cut()).contains("only the first 3 matches");
        SearchOutput exact = rig.toolbox.search(input.atMost(200)).orThrow();
        assertThat(exact.cut()).isEmpty();
    }

    @Test
    void givesUpOnARegexThatNeverEnds() throws IOException {
        rig.file("f", "a".repeat(40) + "b");
        assertThat(rig.call("search", "{\"pattern\":\"^(a|aa)+\\\\1c$\",\"regex\":true}")
                        .text())
                .contains("takes too long");
        assertThat(rig.call("search", "{\"pattern\":\"(a\",\"regex\":true}").text())
                .contains("wrong at character");
        assertThat(rig.call("search", "{\"pattern\":\"a+b\",\"regex\":true}").text())
                .contains("1 matches in 1 files");
    }

    @Test
    void writesAndEditsWithTheOldContentKept() throws IOException {
        rig.call("write", "{\"path\":\"new/f.txt\",\"content\":\"one\\n\"}");
        assertThat(rig.folder.resolve("new/f.txt")).hasContent("one\n");
        ToolResult edited = rig.call("edit", "{\"path\":\"new/f.txt\",\"find\":\"one\",\"replace\":\"two\"}");
        assertThat(edited.text()).isEqualTo("changed new/f.txt, 4 bytes now");
        assertThat(rig.folder.resolve("new/f.txt")).hasContent("two\n");
        assertThat(rig.kept.values()).extracting(String::new).containsExactlyInAnyOrder("one\n", "two\n");
        assertThat(rig.call("edit", "{\"path\":\"new/f.txt\",\"find\":\"tvo\",\"replace\":\"x\"}")
                        .text())
                .contains("does not occur");
    }

    @Test
    void aSecretIsWrittenIntoNoFileAndNothingIsChanged() throws IOException {
        rig.file("a.env", "KEY=" + ToolsRig.PLANTED + "\nMODE=1\n");
        for (String text : new String[] {"KEY=" + ToolsRig.PLANTED, "KEY=[secret vault:planted]"}) {
            ToolResult written = rig.call("write", "{\"path\":\"b.env\",\"content\":\"one\\n" + text + "\"}");
            assertThat(written.text())
                    .contains("b.env: ", " at line 2, column 5; nothing was changed")
                    .doesNotContain(ToolsRig.PLANTED);
            ToolResult edited =
                    rig.call("edit", "{\"path\":\"a.env\",\"find\":\"MODE=1\",\"replace\":\"" + text + "\"}");
            assertThat(edited.text()).contains("line 1, column 5").doesNotContain(ToolsRig.PLANTED);
        }
        assertThat(rig.folder.resolve("b.env")).doesNotExist();
        assertThat(rig.folder.resolve("a.env")).hasContent("KEY=" + ToolsRig.PLANTED + "\nMODE=1\n");
        ToolResult beside = rig.call("edit", "{\"path\":\"a.env\",\"find\":\"MODE=1\",\"replace\":\"MODE=2\"}");
        assertThat(beside.text()).startsWith("changed a.env");
        assertThat(rig.folder.resolve("a.env"))
                .as("what passes through is left as it was")
                .hasContent("KEY=" + ToolsRig.PLANTED + "\nMODE=2\n");
    }

    @Test
    void errorsAreResultsThatSayWhatToDo() {
        assertThat(rig.call("read", "{}").text()).isEqualTo("argument path of read is missing; it is a text");
        assertThat(rig.call("read", "{\"path\":1}").text()).contains("is a text, not 1");
        assertThat(rig.call("read", "{\"path\":\"f\",\"lines\":1.5}").text()).contains("whole number");
        assertThat(rig.call("read", "{\"file\":\"f\"}").text()).contains("has no argument file");
        assertThat(rig.call("read", "{\"path\":\"../f\"}").text()).contains("without ..");
        assertThat(rig.call("delete", "{}").text()).contains("there is no tool named delete");
        assertThat(rig.call("read", "{\"path\":\"absent\"}").text()).contains("does not exist");
        assertThat(rig.call("exec", "{\"argv\":\"ls\"}").text()).contains("list of texts");
    }

    @Test
    void whatAToolReadIsTrustedAsTheWorkspaceIs() throws IOException {
        rig.file("f", "x");
        assertThat(rig.call("read", "{\"path\":\"f\"}")).isInstanceOfSatisfying(ToolResult.Done.class, done -> {
            assertThat(done.provenance().trust()).isEqualTo(Trust.WORKSPACE);
            assertThat(done.receipt().act().actor()).isEqualTo(Actor.operator("test"));
        });
    }

    @Test
    void aCommandWithHostsIsAnotherOpAndWhatItSaysIsTheirWord() {
        ToolResult.Done alone = (ToolResult.Done) rig.call("exec", "{\"argv\":[\"ls\"]}");
        assertThat(alone.receipt().act().op()).isEqualTo("proc.exec");
        assertThat(alone.provenance()).isEqualTo(Provenance.of(Trust.WORKSPACE, "command"));
        ToolResult.Done told =
                (ToolResult.Done) rig.call("exec", "{\"argv\":[\"ls\"],\"hosts\":[\"example.org:443\"]}");
        assertThat(told.receipt().act().op()).isEqualTo("proc.connect");
        assertThat(told.provenance().trust()).isEqualTo(Trust.OUTSIDE);
        assertThat(told.provenance().sources()).contains("host:example.org:443");
        ToolResult.Done git = (ToolResult.Done) rig.call("git", "{\"args\":[\"log\"]}");
        assertThat(git.receipt().act().op()).isEqualTo("proc.git");
    }

    @Test
    void aSearchLeavesOutWhatAReadWouldAskFor() throws IOException {
        try (ToolsRig strict = new ToolsRig(
                temporary,
                act -> act.op().equals("fs.read") && act.target().endsWith(".env")
                        ? new Verdict.Ask("test", "may hold secrets")
                        : new Verdict.Allow("test"))) {
            strict.file(".env", "token=1");
            strict.file("app.py", "token = 2");
            SearchOutput found = strict.toolbox
                    .search(SearchInput.regex(strict.folder, "token", ""))
                    .orThrow();
            assertThat(found.matches()).extracting(SearchOutput.Match::path).containsExactly("app.py");
            assertThat(found.cut()).isEqualTo("1 files that need a yes to be read were left out");
        }
    }

    @Test
    void runsACommandAndGitThroughTheBox() {
        assertThat(rig.call("exec", "{\"argv\":[\"echo\",\"a b\"]}"))
                .isInstanceOfSatisfying(
                        ToolResult.Done.class,
                        done -> assertThat(done.receipt().act().target()).isEqualTo("echo 'a b'"));
        rig.call("git", "{\"args\":[\"log\",\"--oneline\"]}");
        assertThat(rig.ran).hasSize(2);
        assertThat(rig.ran.getLast().argv())
                .contains("--no-ext-diff", "--no-textconv", "core.hooksPath=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
                .endsWith("--oneline");
    }

    @Test
    void whatPolicyDeniesDoesNotHappen() throws IOException {
        try (ToolsRig strict =
                new ToolsRig(temporary, act -> new Verdict.Deny("rule 1", "writing is not allowed here"))) {
            ToolResult result = strict.call("write", "{\"path\":\"f\",\"content\":\"x\"}");
            assertThat(result.text()).isEqualTo("fs.write denied: writing is not allowed here");
            assertThat(strict.folder.resolve("f")).doesNotExist();
            assertThatExceptionOfType(ActRefused.class)
                    .isThrownBy(() -> strict.toolbox
                            .write(new WriteInput(strict.folder, "f", "x"))
                            .orThrow());
        }
    }

    @Test
    void whatPolicyAsksWaitsAndGoesThroughOnceApproved() throws IOException {
        try (ToolsRig asking = new ToolsRig(temporary, act -> new Verdict.Ask("rule 1", "writes ask"))) {
            ToolResult asked = asking.call("write", "{\"path\":\"f\",\"content\":\"x\"}");
            assertThat(asked)
                    .isInstanceOfSatisfying(
                            ToolResult.Waiting.class,
                            waiting -> asking.gate.answer(waiting.approval().id(), true, Actor.operator("test")));
            assertThat(asking.folder.resolve("f")).doesNotExist();
            assertThat(asking.call("write", "{\"path\":\"f\",\"content\":\"x\"}"))
                    .isInstanceOf(ToolResult.Done.class);
            assertThat(asking.folder.resolve("f")).hasContent("x");
        }
    }

    @Test
    void everyToolHasASchemaThatNamesItsArguments() {
        assertThat(rig.toolbox.tools())
                .extracting(Tool::name)
                .containsExactly("read", "list", "search", "write", "edit", "exec", "git");
        for (Tool tool : rig.toolbox.tools()) {
            Json.Obj properties = tool.parameters().object("properties");
            assertThat(tool.parameters().string("type")).isEqualTo("object");
            for (Json name : tool.parameters().array("required").items()) {
                assertThat(properties.find(((Json.Str) name).value()))
                        .as(tool.name())
                        .isPresent();
            }
        }
    }
}
