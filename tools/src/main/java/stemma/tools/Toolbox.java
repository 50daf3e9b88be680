package stemma.tools;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import stemma.core.Act;
import stemma.core.Behalf;
import stemma.core.Cost;
import stemma.core.Digest;
import stemma.core.Effect;
import stemma.core.Gate;
import stemma.core.Json;
import stemma.core.Op;
import stemma.core.Result;
import stemma.sandbox.WorkspacePath;

/**
 * The tools over one folder, on somebody's behalf. Typed for a planner of our own, and as a list of
 * {@link Tool}s for a language model; either way each use is one act. Immutable and thread-safe.
 */
public final class Toolbox {
    /** Reading and searching end by then. */
    static final long READ_MILLIS_MAX = 30_000;
    /** Starting and clearing away a box may take this much beyond the command's own time. */
    static final long BOX_MILLIS = 30_000;

    private final Gate gate;
    private final Path folder;
    private final Behalf behalf;
    private final CommandBox box;

    /**
     * @param folder absolute and real: no link on the way
     * @param box where commands run, the one the performers use
     */
    public Toolbox(Gate gate, Path folder, Behalf behalf, CommandBox box) {
        Inputs.absolute(folder);
        this.gate = gate;
        this.folder = folder;
        this.behalf = behalf;
        this.box = box;
    }

    /** The folder all paths are relative to. */
    public Path folder() {
        return folder;
    }

    /** The same tools on another's behalf, for instance after something less trusted was read. */
    public Toolbox on(Behalf other) {
        return new Toolbox(gate, folder, other, box);
    }

    public Result<ReadOutput> read(ReadInput input) {
        return perform(ToolOps.FS_READ, input.folder(), input.path(), Digest.EMPTY, READ_MILLIS_MAX, input);
    }

    public Result<ListOutput> list(ListInput input) {
        return perform(ToolOps.FS_LIST, input.folder(), input.path(), Digest.EMPTY, READ_MILLIS_MAX, input);
    }

    public Result<SearchOutput> search(SearchInput input) {
        return perform(ToolOps.FS_SEARCH, input.folder(), input.path(), Digest.EMPTY, READ_MILLIS_MAX, input);
    }

    public Result<WriteOutput> write(WriteInput input) {
        return perform(ToolOps.FS_WRITE, input.folder(), input.path(), input.digest(), READ_MILLIS_MAX, input);
    }

    public Result<WriteOutput> edit(EditInput input) {
        return perform(ToolOps.FS_EDIT, input.folder(), input.path(), input.digest(), READ_MILLIS_MAX, input);
    }

    public Result<ExecOutput> exec(ExecInput input) {
        return exec(input.netHosts().isEmpty() ? ToolOps.PROC_EXEC : ToolOps.PROC_CONNECT, input);
    }

    private Result<ExecOutput> exec(Op<ExecInput, ExecOutput> op, ExecInput input) {
        Effect effect = box.effect(op.name(), input);
        Act act = behalf.act(op, effect.target())
                .input(effect.inputDigest())
                .paidFrom(behalf.purse(), Cost.millis(input.wallMillis() + BOX_MILLIS))
                .within(input.wallMillis() + BOX_MILLIS);
        return gate.perform(op, act, input);
    }

    /**
     * Asks git something about the folder, in a box and with its configuration neutralised.
     *
     * @throws IllegalArgumentException when the verb changes something or an argument is not allowed
     */
    public Result<ExecOutput> git(List<String> arguments) {
        return exec(ToolOps.PROC_GIT, GitCommand.of(folder, arguments));
    }

    /** The tools as a model sees them, always in the same order. */
    public List<Tool> tools() {
        return ToolFaces.of(this);
    }

    public Optional<Tool> find(String name) {
        return tools().stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    /** Calls a tool by name; a name that is none is a {@link ToolResult.BadCall}. */
    public ToolResult call(String name, Json.Obj arguments) {
        return find(name)
                .map(tool -> tool.call().apply(arguments))
                .orElseGet(() -> new ToolResult.BadCall("there is no tool named " + name + "; the tools are "
                        + String.join(", ", tools().stream().map(Tool::name).toList())));
    }

    private <I, O> Result<O> perform(Op<I, O> op, Path root, String path, Digest digest, long millis, I input) {
        String target = WorkspacePath.of(root, path).target();
        return gate.perform(op, behalf.act(op, target).input(digest).within(millis), input);
    }
}
