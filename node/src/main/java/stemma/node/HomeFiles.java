package stemma.node;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import stemma.core.Entropy;
import stemma.gateway.Token;
import stemma.store.Disk;
import stemma.store.Home;

/** The small files of a home that a person may look at: settings, credential, remembered checkpoint. */
final class HomeFiles {
    private static final int CONFIG_BYTES_MAX = 256 * 1024;
    private static final int TOKEN_BYTES_MAX = 256;

    private HomeFiles() {}

    /** The settings; a home without any gets the template. */
    static NodeConfig config(Disk disk, Home home) {
        Optional<byte[]> content = disk.content(home.config(), CONFIG_BYTES_MAX);
        if (content.isEmpty()) {
            disk.replace(home.config(), NodeConfigFile.TEMPLATE.getBytes(StandardCharsets.UTF_8));
            return NodeConfig.DEFAULT;
        }
        String text = new String(content.get(), StandardCharsets.UTF_8);
        // reading the template would say the same, and cost every start as much as opening the ledger
        return text.equals(NodeConfigFile.TEMPLATE)
                ? NodeConfig.DEFAULT
                : NodeConfigFile.read(home.config().toString(), text);
    }

    /** The operator's token, made on first need; the file is the owner's alone. */
    static Token token(Disk disk, Home home, Entropy entropy) {
        Path file = home.keys().resolve("operator.token");
        Optional<byte[]> content = disk.content(file, TOKEN_BYTES_MAX);
        if (content.isPresent()) {
            return Token.parse(new String(content.get(), StandardCharsets.US_ASCII).strip());
        }
        Token token = Token.make(entropy);
        disk.replace(file, (token.text() + "\n").getBytes(StandardCharsets.US_ASCII));
        return token;
    }
}
