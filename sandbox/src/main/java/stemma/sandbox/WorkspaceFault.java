package stemma.sandbox;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Says in words why the file system refused. */
final class WorkspaceFault {
    private WorkspaceFault() {}

    static WorkspaceRefused refused(WorkspacePath path, String what, IOException e) {
        return new WorkspaceRefused(path.target() + " cannot be " + what + ": " + why(e), e);
    }

    static String why(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "the node's user may not";
            case FileAlreadyExistsException _ -> "it exists already";
            case NotDirectoryException _ -> "it is not a folder";
            case FileSystemLoopException _ -> "links lead in a circle";
            case FileSystemException f -> reason(f);
            default -> Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        };
    }

    private static String reason(FileSystemException e) {
        String reason = Optional.ofNullable(e.getReason()).orElse("the file system gave no reason");
        if (reason.startsWith("Too many levels of symbolic links")) {
            return "a link is on the way, and links are not followed";
        }
        return reason.equals("Not a directory") ? "part of the path is a file, not a folder" : reason;
    }
}
