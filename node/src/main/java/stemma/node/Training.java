package stemma.node;

import java.util.List;
import stemma.gateway.Gateway;

/**
 * A short life of a node from which the JVM learns which classes a start needs. Does what a first
 * minute does: asks the verbs that people ask, so that their classes are in the cache.
 */
final class Training {
    private static final List<List<String>> VERBS = List.of(
            List.of("status"), List.of("log", "tail"), List.of("log", "verify"), List.of("act", "list"),
            List.of("policy", "show"), List.of("doctor"), List.of("run", "--json", "--", "true"), List.of("--help"));

    private Training() {}

    static int run(Node node, Gateway gateway) throws InterruptedException {
        for (List<String> verb : VERBS) {
            node.cli().run(verb, new SilentShell(node.home().workspace()));
        }
        return gateway.routes().isEmpty() ? Cli.FAILED : Cli.OK;
    }
}
