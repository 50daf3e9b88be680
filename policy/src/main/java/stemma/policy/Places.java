package stemma.policy;

import java.util.List;

/**
 * What the names in braces stand for on this node; fixed while the node runs.
 *
 * @param node absolute path of the node's home: {@code {node}}
 * @param home absolute path of the user's home: {@code {home}} and {@code ~}
 * @param models hosts of the configured models, as they stand in acts' targets: {@code {model}}
 */
public record Places(String node, String home, List<String> models) {
    public Places {
        models = List.copyOf(models);
        if (!node.startsWith("/") || !home.startsWith("/")) {
            throw new IllegalArgumentException("places are absolute paths, not '" + node + "' and '" + home + "'");
        }
    }
}
