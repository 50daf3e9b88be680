package stemma.tools;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Result;
import stemma.core.Trust;
import stemma.sandbox.BoxRefused;
import stemma.sandbox.WorkspaceRefused;

/** The tools as a language model sees them: arguments in, text out. */
final class ToolFaces {
    private final Toolbox box;
    private final Path folder;

    private ToolFaces(Toolbox box) {
        this.box = box;
        this.folder = box.folder();
    }

    static List<Tool> of(Toolbox box) {
        ToolFaces faces = new ToolFaces(box);
        return List.of(
                faces.read(), faces.list(), faces.search(), faces.write(), faces.edit(), faces.exec(), faces.git());
    }

    private Tool read() {
        Schema schema = new Schema()
                .text("path", "file, relative to the folder")
                .number("first_line", "first line to read, from 1")
                .number("lines", "how many lines at most, usually " + ReadInput.LINES_DEFAULT)
                .require("path");
        return tool(
                "read",
                "Read a text file. Returns numbered lines and says what was cut.",
                schema,
                true,
                a -> done(
                        box.read(new ReadInput(
                                folder,
                                a.text("path"),
                                a.number("first_line", 1),
                                a.number("lines", ReadInput.LINES_DEFAULT))),
                        ToolTexts::read,
                        "file:" + a.text("path")));
    }

    private Tool list() {
        Schema schema = new Schema()
                .text("path", "folder to list, relative; the whole folder when left out")
                .number("depth", "levels to descend; 1 when left out")
                .flag("ignored", "also what .gitignore leaves out");
        return tool(
                "list",
                "List files and folders, sorted, with sizes.",
                schema,
                true,
                a -> done(
                        box.list(new ListInput(
                                folder,
                                a.text("path", ""),
                                a.number("depth", 1),
                                a.flag("ignored", false),
                                ListInput.ENTRIES_DEFAULT)),
                        ToolTexts::list,
                        "folder:" + a.text("path", ".")));
    }

    private Tool search() {
        Schema schema = new Schema()
                .text("pattern", "text to find in a line")
                .flag("regex", "whether the pattern is a regular expression")
                .flag("ignore_case", "whether upper and lower case are the same")
                .text("path", "folder or file to search, relative; everything when left out")
                .text("glob", "only files that match, such as **.java")
                .number("context", "lines shown around each match")
                .number("limit", "matches at most")
                .require("pattern");
        return tool(
                "search",
                "Find lines in text files. Returns path:line: text.",
                schema,
                true,
                a -> done(
                        box.search(new SearchInput(
                                folder,
                                a.text("path", ""),
                                a.text("pattern"),
                                a.flag("regex", false),
                                a.flag("ignore_case", false),
                                a.text("glob", ""),
                                a.number("context", 0),
                                a.number("limit", SearchInput.MATCHES_DEFAULT))),
                        ToolTexts::search,
                        "search:" + a.text("pattern")));
    }

    private Tool write() {
        Schema schema = new Schema()
                .text("path", "file, relative to the folder")
                .text("content", "the whole new content")
                .require("path", "content");
        return tool(
                "write",
                "Make a file or replace its whole content.",
                schema,
                false,
                a -> done(
                        box.write(new WriteInput(folder, a.text("path"), a.text("content"))),
                        ToolTexts::written,
                        "file:" + a.text("path")));
    }

    private Tool edit() {
        Schema schema = new Schema()
                .text("path", "file, relative to the folder")
                .text("find", "the exact text to replace, with its white space, without line numbers")
                .text("replace", "what takes its place")
                .number("expected", "how often the text occurs; 1 when left out")
                .require("path", "find", "replace");
        return tool(
                "edit",
                "Replace an exact text in a file.",
                schema,
                false,
                a -> done(
                        box.edit(new EditInput(
                                folder, a.text("path"), a.text("find"), a.text("replace"), a.number("expected", 1))),
                        ToolTexts::written,
                        "file:" + a.text("path")));
    }

    private Tool exec() {
        Schema schema = new Schema()
                .texts(
                        "argv",
                        "the command and its arguments; no shell reads them, so use [\"sh\", \"-c\", ...] for one")
                .text("cwd", "folder to start in, relative")
                .texts("hosts", "hosts it needs to reach; there is no network otherwise")
                .number("seconds", "time it may take; 120 when left out")
                .require("argv");
        String description = "Run a command in a box on a copy of the folder: what it writes does not reach the"
                + " folder. Returns exit code, output and changed paths.";
        return tool(
                "exec",
                description,
                schema,
                false,
                a -> done(
                        box.exec(new ExecInput(
                                a.texts("argv"),
                                folder,
                                folder.resolve(a.text("cwd", "")).normalize(),
                                a.texts("hosts"),
                                1_000L * a.number("seconds", 120),
                                true)),
                        ToolTexts::exec,
                        "command"));
    }

    private Tool git() {
        Schema schema = new Schema()
                .texts("args", "verb and arguments, such as [\"log\", \"--oneline\", \"-20\"]; only verbs that read")
                .require("args");
        return tool(
                "git",
                "Ask git about the repository: log, diff, status, blame ...",
                schema,
                true,
                a -> done(box.git(a.texts("args")), ToolTexts::exec, "git"));
    }

    private static Tool tool(
            String name, String description, Schema schema, boolean readOnly, Function<Arguments, ToolResult> call) {
        return new Tool(name, description, schema.build(), readOnly, given -> {
            try {
                return call.apply(new Arguments(name, given, schema.names()));
            } catch (IllegalArgumentException | WorkspaceRefused | BoxRefused e) {
                return new ToolResult.BadCall(String.valueOf(e.getMessage()));
            }
        });
    }

    private static <O> ToolResult done(Result<O> result, Function<O, String> text, String source) {
        return switch (result) {
            case Result.Waiting<O>(var approval) -> new ToolResult.Waiting(approval);
            case Result.Ended<O> ended -> {
                Receipt receipt = ended.receipt();
                Provenance told = receipt.label().orElse(Provenance.of(Trust.WORKSPACE, source));
                yield ended.done()
                        .<ToolResult>map(o -> new ToolResult.Done(receipt, text.apply(o), told))
                        .orElseGet(() -> new ToolResult.Failed(receipt, ToolTexts.failed(receipt), told));
            }
        };
    }
}
