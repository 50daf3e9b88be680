package stemma.tools;

import java.nio.file.Path;
import stemma.core.Digest;
import stemma.sandbox.WorkspaceEdit;

/**
 * Replaces an exact text in a file.
 *
 * @param folder the folder that holds it, absolute
 * @param path of the file, relative to the folder
 * @param find the text to replace, exactly as it stands in the file
 * @param replace what takes its place
 * @param expected how often the text must occur; any other count changes nothing
 */
public record EditInput(Path folder, String path, String find, String replace, int expected) {
    public EditInput {
        Inputs.absolute(folder);
        Inputs.require(!find.isEmpty(), "the text to replace is empty; give the exact text that stands in the file");
        Inputs.require(!find.equals(replace), "the new text is the same as the old one");
        Inputs.require(expected >= 1, "an edit expects at least one occurrence");
    }

    WorkspaceEdit edit() {
        return new WorkspaceEdit(find, replace, expected);
    }

    Digest digest() {
        return edit().digest();
    }
}
