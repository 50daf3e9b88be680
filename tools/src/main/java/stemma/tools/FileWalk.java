package stemma.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stemma.sandbox.WorkspacePath;
import stemma.sandbox.WorkspaceRefused;
import stemma.sandbox.WorkspaceView;

/**
 * Walks a workspace in order, each folder before what it holds. It follows no link, leaves out the
 * folders of version control, and unless told otherwise what the .gitignore files on the way name.
 */
final class FileWalk {
    private static final Set<String> VERSION_CONTROL = Set.of(".git", ".hg", ".svn");
    private static final int IGNORE_BYTES_MAX = 256 * 1024;

    private final WorkspaceView view;
    private final boolean ignored;
    private final List<WorkspaceView.Item> found = new ArrayList<>();
    private int entriesMax;
    private boolean full;
    private boolean deeper;
    private int unreadable;

    FileWalk(WorkspaceView view, boolean ignored) {
        this.view = view;
        this.ignored = ignored;
    }

    ListOutput list(WorkspacePath from, int depth, int most) throws InterruptedException {
        List<WorkspaceView.Item> items = items(from, depth, most);
        return new ListOutput(items.stream().map(FileWalk::item).toList(), cut(depth));
    }

    /** Every entry below, at most that many; a path that is a file gives itself. */
    List<WorkspaceView.Item> items(WorkspacePath from, int depth, int most) throws InterruptedException {
        entriesMax = most;
        WorkspaceView.Item start = view.item(from);
        if (start.kind() == WorkspaceView.Kind.FOLDER) {
            walk(from, depth, ignored ? Gitignore.NONE : above(from));
        } else {
            found.add(start);
        }
        return found;
    }

    /** What was left out, as one sentence; empty when nothing was. */
    String cut(int depth) {
        List<String> said = new ArrayList<>();
        if (full) {
            said.add("only the first " + entriesMax + " entries are shown");
        }
        if (deeper) {
            said.add("folders below depth " + depth + " are not opened");
        }
        if (unreadable > 0) {
            said.add(unreadable + " folders could not be read in full");
        }
        return String.join("; ", said);
    }

    private void walk(WorkspacePath folder, int depth, Gitignore rules) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("stopped while walking " + folder);
        }
        WorkspaceView.Items items = read(folder);
        Gitignore here = ignored ? rules : rules.with(folder.text(), ignoreLines(items.items()));
        for (WorkspaceView.Item item : items.items()) {
            boolean isFolder = item.kind() == WorkspaceView.Kind.FOLDER;
            if (full || leftOut(item, isFolder, here)) {
                continue;
            }
            if (found.size() == entriesMax) {
                full = true;
                return;
            }
            found.add(item);
            if (isFolder && depth > 1) {
                walk(item.path(), depth - 1, here);
            }
            deeper |= isFolder && depth == 1;
        }
    }

    private static boolean leftOut(WorkspaceView.Item item, boolean isFolder, Gitignore rules) {
        return (isFolder && VERSION_CONTROL.contains(item.path().name()))
                || rules.ignores(item.path().text(), isFolder);
    }

    private WorkspaceView.Items read(WorkspacePath folder) {
        try {
            WorkspaceView.Items items = view.items(folder);
            unreadable += items.complete() ? 0 : 1;
            return items;
        } catch (WorkspaceRefused e) {
            if (found.isEmpty()) {
                throw e;
            }
            unreadable++;
            return new WorkspaceView.Items(List.of(), false);
        }
    }

    /** The rules that hold in a folder because of the folders above it. */
    private Gitignore above(WorkspacePath from) {
        Gitignore rules = Gitignore.NONE;
        List<WorkspacePath> folders = from.above();
        for (WorkspacePath folder : folders) {
            rules = rules.with(folder.text(), ignoreLines(view.items(folder).items()));
        }
        return rules;
    }

    private List<String> ignoreLines(List<WorkspaceView.Item> items) {
        for (WorkspaceView.Item item : items) {
            if (item.kind() == WorkspaceView.Kind.FILE && item.path().name().equals(".gitignore")) {
                try {
                    return TextBytes.lines(view.content(item.path(), IGNORE_BYTES_MAX));
                } catch (WorkspaceRefused unusable) {
                    return List.of();
                }
            }
        }
        return List.of();
    }

    private static ListOutput.Item item(WorkspaceView.Item item) {
        ListOutput.Kind kind = switch (item.kind()) {
            case FILE -> ListOutput.Kind.FILE;
            case FOLDER -> ListOutput.Kind.FOLDER;
            case LINK -> ListOutput.Kind.LINK;
            case OTHER -> ListOutput.Kind.OTHER;
        };
        return new ListOutput.Item(item.path().text(), kind, item.bytes(), item.modifiedMillis());
    }
}
