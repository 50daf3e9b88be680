package stemma.tools;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import stemma.core.Digest;

/**
 * Makes a file or replaces its content.
 *
 * @param folder the folder that holds it, absolute
 * @param path of the file, relative to the folder; missing folders on the way are made
 * @param content the whole new text, written as UTF-8
 */
public record WriteInput(Path folder, String path, String content) {
    public WriteInput {
        Inputs.absolute(folder);
    }

    byte[] bytes() {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    Digest digest() {
        return Digest.of(bytes());
    }
}
