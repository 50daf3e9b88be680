package stemma.tools;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Json;
import stemma.core.Labels;
import stemma.core.Performers;
import stemma.core.Permit;
import stemma.core.Policy;
import stemma.core.Provenance;
import stemma.core.Receipt;
import stemma.core.Screen;
import stemma.core.Trust;
import stemma.core.Verdict;
import stemma.sandbox.Workspace;
import stemma.sandbox.WorkspacePath;
import stemma.sandbox.linux.RawPath;

/** Does the tools' acts by the sinks of {@code sandbox}. Thread-safe. */
public final class ToolPerformers {
    private final Workspace.Snapshots snapshots;
    private final CommandBox box;
    private final Screen screen;
    private final Labels labels;
    private final Policy judge;

    /**
     * @param snapshots keeps what files held before and after they are written
     * @param box where commands run
     * @param screen finds the secrets that no tool writes into a file
     * @param labels knows where what is read came from; each receipt of a reading act says so
     * @param judge says which files of a folder a search may show
     */
    public ToolPerformers(Workspace.Snapshots snapshots, CommandBox box, Screen screen, Labels labels, Policy judge) {
        this.snapshots = snapshots;
        this.box = box;
        this.screen = screen;
        this.labels = labels;
        this.judge = judge;
    }

    /** Registers a performer for each of {@link ToolOps#all()}. */
    public Performers.Builder register(Performers.Builder performers) {
        return performers
                .add(ToolOps.FS_READ, this::read)
                .add(ToolOps.FS_LIST, this::list)
                .add(ToolOps.FS_SEARCH, this::search)
                .add(ToolOps.FS_WRITE, this::write)
                .add(ToolOps.FS_EDIT, this::edit)
                .add(ToolOps.PROC_EXEC, this::exec)
                .add(ToolOps.PROC_CONNECT, this::exec)
                .add(ToolOps.PROC_GIT, this::exec);
    }

    private Done<ReadOutput> read(ReadInput input, Permit permit) {
        Workspace workspace = Workspace.open(input.folder(), snapshots);
        WorkspacePath path = workspace.path(input.path());
        ReadOutput output = ReadLines.of(workspace.look(permit, Workspace.Look.READ, path), path, input);
        return Done.of(output)
                .digest(output.digest())
                .evidence(Json.object()
                        .put("bytes", output.bytes())
                        .put("lines", output.totalLines())
                        .put(Receipt.LABEL, label("file:" + path.text(), labels.file(path.target(), output.digest())))
                        .build());
    }

    private Done<ListOutput> list(ListInput input, Permit permit) throws InterruptedException {
        Workspace workspace = Workspace.open(input.folder(), snapshots);
        WorkspacePath path = workspace.path(input.path());
        FileWalk walk = new FileWalk(workspace.look(permit, Workspace.Look.LIST, path), input.ignored());
        ListOutput output = walk.list(path, input.depth(), input.entriesMax());
        return Done.of(output)
                .evidence(Json.object()
                        .put("entries", output.entries().size())
                        .put(Receipt.LABEL, label("folder:" + path.target(), labels.under(path.target())))
                        .build());
    }

    private Done<SearchOutput> search(SearchInput input, Permit permit) throws InterruptedException {
        Workspace workspace = Workspace.open(input.folder(), snapshots);
        WorkspacePath path = workspace.path(input.path());
        SearchOutput output = new FileSearch(
                        workspace.look(permit, Workspace.Look.SEARCH, path),
                        input,
                        file -> readable(permit.act(), file))
                .run(path);
        return Done.of(output)
                .evidence(Json.object()
                        .put("pattern", input.pattern())
                        .put("matches", output.matches().size())
                        .put("files", output.filesSearched())
                        .put(Receipt.LABEL, label("search:" + input.pattern(), labels.under(path.target())))
                        .build());
    }

    private static Json label(String source, Optional<Provenance> known) {
        return Labels.of(source, known).json();
    }

    /** A search over a folder shows no more of it than reading file by file would, without a question. */
    private boolean readable(Act search, WorkspacePath file) {
        Act read = Act.of(ToolOps.FS_READ, file.target(), search.actor(), search.provenance());
        return judge.judge(read) instanceof Verdict.Allow;
    }

    private Done<WriteOutput> write(WriteInput input, Permit permit) {
        Workspace workspace = Workspace.open(input.folder(), snapshots);
        WorkspacePath path = workspace.path(input.path());
        refuseSecrets(path, input.content());
        return written(path, workspace.write(permit, path, input.bytes()), 1);
    }

    private Done<WriteOutput> edit(EditInput input, Permit permit) {
        Workspace workspace = Workspace.open(input.folder(), snapshots);
        WorkspacePath path = workspace.path(input.path());
        refuseSecrets(path, input.replace());
        return written(path, workspace.edit(permit, path, input.edit()), input.expected());
    }

    /**
     * A secret in a file is there for everybody who reads it, and a mark in the place of one is damage to
     * a file that held it: neither is written, and nothing is changed on the way.
     */
    private void refuseSecrets(WorkspacePath path, String content) {
        List<Screen.Hit> hits = screen.hits(content);
        if (!hits.isEmpty()) {
            Screen.Hit first = hits.getFirst();
            throw new ToolFailed(path.text() + ": the new text holds a secret (" + first.label() + ") at "
                    + first.place(content) + "; nothing was changed. Name it as vault:NAME, or read it from the"
                    + " environment");
        }
        int mark = content.indexOf(Screen.MARK);
        if (mark >= 0) {
            throw new ToolFailed(path.text() + ": the new text holds a mark that stands for a secret at "
                    + new Screen.Hit(mark, mark, "").place(content) + "; nothing was changed. Edit only other lines,"
                    + " so that the secret stays in the file");
        }
    }

    private static Done<WriteOutput> written(WorkspacePath path, Workspace.Written written, int places) {
        Digest after = written.after().orElseThrow();
        return Done.of(new WriteOutput(path.text(), written.before(), after, written.bytes(), places))
                .digest(after)
                .evidence(written.evidence().build());
    }

    private Done<ExecOutput> exec(ExecInput input, Permit permit) throws IOException, InterruptedException {
        ExecOutput output = box.run(input, permit);
        return Done.of(output)
                .spending(Cost.millis(output.millis()))
                .evidence(Json.object()
                        .put("exitCode", output.exitCode())
                        .put("timedOut", output.timedOut())
                        .put("millis", output.millis())
                        .put("changed", output.changed().size())
                        .put(Receipt.LABEL, heard(input).json())
                        .build());
    }

    /** A command may have read whatever lies in the folder, and was told whatever its hosts wanted. */
    private Provenance heard(ExecInput input) {
        Provenance heard = Labels.of("command", labels.under(RawPath.shown(input.folder())));
        for (String host : input.netHosts()) {
            heard = Provenance.of(Trust.OUTSIDE, "host:" + host).with(heard);
        }
        return heard;
    }
}
