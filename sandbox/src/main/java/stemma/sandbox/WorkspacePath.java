package stemma.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a workspace, known to be inside it as far as its name goes; links on the way are the
 * business of {@link WorkspaceView}.
 *
 * <p>Linux names are bytes, and the names in a receipt are text. Names that are not UTF-8, and control
 * characters in them, are written with {@code \xNN}, and read back so; a backslash that would be read
 * like that is written {@code \x5C}. A plain name, and a plain backslash, stand as they are.
 */
public final class WorkspacePath {
    static final int PATH_BYTES_MAX = 4_000;
    static final int NAMES_MAX = 255;

    private final Path root;
    private final List<Path> names;

    private WorkspacePath(Path root, List<Path> names) {
        this.root = root;
        this.names = List.copyOf(names);
    }

    /**
     * Reads a path as a person or a model writes it: relative to the folder, or absolute and inside it.
     *
     * @throws WorkspaceRefused when it leads outside by its name, or is no path
     */
    public static WorkspacePath of(Path root, String text) {
        String path = text;
        String base = WorkspaceNames.text(root);
        if (path.startsWith("/")) {
            boolean inside = path.equals(base) || path.startsWith(base.endsWith("/") ? base : base + "/");
            if (!inside) {
                throw new WorkspaceRefused(text + " is not inside " + base + "; give a path inside that folder");
            }
            path = path.substring(base.length());
        }
        WorkspacePath found = new WorkspacePath(root, List.of());
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                throw new WorkspaceRefused(text + " leads out of its folder; a path is written without ..");
            }
            if (!name.isEmpty() && !name.equals(".")) {
                found = found.child(WorkspaceNames.path(name));
            }
        }
        return found;
    }

    /** The entry of that name in this folder; the name is one that the file system gave. */
    WorkspacePath child(Path name) {
        List<Path> longer = new ArrayList<>(names);
        longer.add(name);
        WorkspacePath child = new WorkspacePath(root, longer);
        if (longer.size() > NAMES_MAX || child.target().getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
            throw new WorkspaceRefused("a path has at most " + NAMES_MAX + " names and " + PATH_BYTES_MAX
                    + " bytes; this one begins " + child.target().substring(0, 80));
        }
        return child;
    }

    Path root() {
        return root;
    }

    List<Path> names() {
        return names;
    }

    boolean isRoot() {
        return names.isEmpty();
    }

    WorkspacePath parent() {
        return new WorkspacePath(root, names.subList(0, names.size() - 1));
    }

    /** The folders it is in, the workspace's own first; none for that one. */
    public List<WorkspacePath> above() {
        List<WorkspacePath> above = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            above.add(new WorkspacePath(root, names.subList(0, i)));
        }
        return above;
    }

    /** The last name as text; empty for the folder itself. */
    public String name() {
        return names.isEmpty() ? "" : WorkspaceNames.text(names.getLast());
    }

    /** Relative to the folder, with {@code /} between names; empty for the folder itself. */
    public String text() {
        return String.join("/", names.stream().map(WorkspaceNames::text).toList());
    }

    /** Absolute: the target of an act on it. */
    public String target() {
        String base = WorkspaceNames.text(root);
        return names.isEmpty() ? base : (base.endsWith("/") ? base : base + "/") + text();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WorkspacePath path && path.target().equals(target());
    }

    @Override
    public int hashCode() {
        return target().hashCode();
    }

    @Override
    public String toString() {
        return target();
    }

    /** The plain path, for messages and syncs; following it may follow links. */
    Path plain() {
        Path path = root;
        for (Path name : names) {
            path = path.resolve(name);
        }
        return path;
    }
}
