package stemma.policy;

import java.util.List;
import java.util.Set;

/**
 * What the names in braces stand for on this node; fixed while the node runs.
 *
 * @param node absolute path of the node's home: {@code {node}}
 * @param home absolute path of the user's home: {@code {home}} and {@code ~}
 * @param models hosts of the configured models, as they stand in acts' targets: {@code {model}}
 * @param guardedPorts the operator's listeners, which nothing in a box may reach
 */
public record Places(String node, String home, List<String> models, Set<Integer> guardedPorts) {
    public Places {
        models = List.copyOf(models);
        guardedPorts = Set.copyOf(guardedPorts);
        if (!node.startsWith("/") || !home.startsWith("/")) {
            throw new IllegalArgumentException("places are absolute paths, not '" + node + "' and '" + home + "'");
        }
    }
}
