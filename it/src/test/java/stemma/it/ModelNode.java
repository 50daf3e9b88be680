package stemma.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Homes of nodes with a model. */
final class ModelNode {
    /** What the variable holds that the settings name. */
    static final String KEY = "sk-of-the-test-0123456789";

    private ModelNode() {}

    /** A home whose model answers at that address, with further settings of it, and whose key is set. */
    static NodeHome home(Path folder, URI base, String settings) throws IOException {
        NodeHome home = NodeHome.in(folder);
        Files.writeString(
                home.home().resolve("node.toml"),
                "[model]\nendpoint = \"" + base + "\"\nname = \"local\"\nkey_variable = \"PEER_KEY\"\n" + settings,
                StandardOpenOption.APPEND);
        return home.with("PEER_KEY", KEY);
    }
}
