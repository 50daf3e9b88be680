package stemma.tools;

import java.util.List;
import stemma.core.Op;

/** The ops of the tools. Their targets are absolute paths, or the quoted command line. */
public final class ToolOps {
    public static final Op<ReadInput, ReadOutput> FS_READ = Op.observe("fs.read");
    public static final Op<ListInput, ListOutput> FS_LIST = Op.observe("fs.list");
    public static final Op<SearchInput, SearchOutput> FS_SEARCH = Op.observe("fs.search");
    public static final Op<WriteInput, WriteOutput> FS_WRITE = Op.effect("fs.write");
    public static final Op<EditInput, WriteOutput> FS_EDIT = Op.effect("fs.edit");
    /** A command without network, on a copy of the folder. */
    public static final Op<ExecInput, ExecOutput> PROC_EXEC = Op.effect("proc.exec");
    /** A command that may reach hosts: an op of its own, so that rules see the difference. */
    public static final Op<ExecInput, ExecOutput> PROC_CONNECT = Op.effect("proc.connect");
    /** Git with its configuration neutralised and a verb that only reads. */
    public static final Op<ExecInput, ExecOutput> PROC_GIT = Op.effect("proc.git");

    private ToolOps() {}

    /** All of them. */
    public static List<Op<?, ?>> all() {
        return List.of(FS_READ, FS_LIST, FS_SEARCH, FS_WRITE, FS_EDIT, PROC_EXEC, PROC_CONNECT, PROC_GIT);
    }
}
