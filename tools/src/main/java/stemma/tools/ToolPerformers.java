package stemma.tools;

import java.io.IOException;
import stemma.core.Digest;
import stemma.core.Done;
import stemma.core.Json;
import stemma.core.Performers;
import stemma.core.Permit;
import stemma.sandbox.Workspace;
import stemma.sandbox.WorkspacePath;

/** Does the tools' acts by the sinks of {@code sandbox}. Thread-safe. */
public final class ToolPerformers {
    private final Workspace.Snapshots snapshots;
    private final CommandBox box;

    /**
     * @param snapshots keeps what files held before and after they are written
     * @param box where commands run
     */
    public ToolPerformers(Workspace.Snapshots snapshots, CommandBox box) {
        this.snapshots = snapshots;
        this.box = box;
    }

    /** Registers a performer for each of {@link ToolOps#all()}. */
    public Performers.Builder register(Performers.Builder performers) {
        return performers
                .add(ToolOps.FS_READ, this::read)
                .add(ToolOps.FS_LIST, this::list)
                .add(ToolOps.FS_SEARCH, this::search)
                .add(ToolOps.FS_WRITE, this::write)
                .add(ToolOps.FS_EDIT, this::edit)
                .add(ToolOps.PROC_EXEC, this::exec);
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
                        .build());
    }

    private Done<ListOutput> list(ListInput input, Permit permit) throws InterruptedException {
        Workspace workspace = Workspace.open(input.folder(), snapshots);
        WorkspacePath path = workspace.path(input.path());
        FileWalk walk = new FileWalk(workspace.look(permit, Workspace.Look.LIST, path), input.ignored());
        ListOutput output = walk.list(path, input.depth(), input.entriesMax());
        return Done.of(output)
                .evidence(Json.object().put("entries", output.entries().size()).build());
    }

    private Done<SearchOutput> search(SearchInput input, Permit permit) throws InterruptedException {
        Workspace workspace = Workspace.open(input.folder(), snapshots);
        WorkspacePath path = workspace.path(input.path());
        SearchOutput output = new FileSearch(workspace.look(permit, Workspace.Look.SEARCH, path), input).run(path);
        return Done.of(output)
                .evidence(Json.object()
                        .put("pattern", input.pattern())
                        .put("matches", output.matches().size())
                        .put("files", output.filesSearched())
                        .build());
    }

    private Done<WriteOutput> write(WriteInput input, Permit permit) {
        Workspace workspace = Workspace.open(input.folder(), snapshots);
        WorkspacePath path = workspace.path(input.path());
        return written(path, workspace.write(permit, path, input.bytes()), 1);
    }

    private Done<WriteOutput> edit(EditInput input, Permit permit) {
        Workspace workspace = Workspace.open(input.folder(), snapshots);
        WorkspacePath path = workspace.path(input.path());
        return written(path, workspace.edit(permit, path, input.edit()), input.expected());
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
                .evidence(Json.object()
                        .put("exitCode", output.exitCode())
                        .put("timedOut", output.timedOut())
                        .put("millis", output.millis())
                        .put("changed", output.changed().size())
                        .build());
    }
}
