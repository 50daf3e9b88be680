package stemma.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/**
 * An open folder of a workspace, reached without following any link. Names given to it are resolved
 * inside that very folder, wherever its path has moved meanwhile. Closed by whoever opened it.
 */
final class WorkspaceFolder implements AutoCloseable {
    private final SecureDirectoryStream<Path> stream;

    private WorkspaceFolder(SecureDirectoryStream<Path> stream) {
        this.stream = stream;
    }

    /** Opens the root, which has to be the folder of that file key still. */
    @SuppressWarnings("StreamResourceLeak") // the folder owns the stream
    static WorkspaceFolder root(Path root, Object key) throws IOException {
        SecureDirectoryStream<Path> stream = secure(Files.newDirectoryStream(root), root);
        BasicFileAttributeView view = stream.getFileAttributeView(BasicFileAttributeView.class);
        if (!key.equals(Objects.requireNonNull(view).readAttributes().fileKey())) {
            stream.close();
            throw new WorkspaceRefused(WorkspaceNames.text(root) + " is no longer the folder that was opened");
        }
        return new WorkspaceFolder(stream);
    }

    /** Opens the folder at the end of these names, under the root. */
    static WorkspaceFolder at(Path root, Object key, List<Path> names) throws IOException {
        WorkspaceFolder here = root(root, key);
        for (Path name : names) {
            WorkspaceFolder above = here;
            try (above) {
                here = above.folder(name);
            }
        }
        return here;
    }

    WorkspaceFolder folder(Path name) throws IOException {
        return new WorkspaceFolder(secure(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), name));
    }

    SecureDirectoryStream<Path> stream() {
        return stream;
    }

    BasicFileAttributes facts(Path name) throws IOException {
        return Objects.requireNonNull(
                        stream.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS))
                .readAttributes();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream, Path name) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new WorkspaceRefused("this system cannot open " + WorkspaceNames.text(name)
                + " without following links; keep the workspace on a local disk");
    }
}
